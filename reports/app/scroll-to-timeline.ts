/** Shows the timeline, gliding unless people asked for less motion. */
export function scrollToTimeline(): void {
  const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  document.getElementById('timeline')?.scrollIntoView({ behavior: smooth ? 'smooth' : 'auto' });
}
