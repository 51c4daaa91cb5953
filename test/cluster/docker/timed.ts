/** Does something, prints how long it took, and returns the milliseconds. */
export async function timed(what: string, action: () => unknown): Promise<number> {
  const began = performance.now();
  await action();
  const ms = performance.now() - began;
  console.log(`${what}: ${ms.toFixed(1)} ms`);
  return ms;
}
