import type { OverviewPicture } from './overview.js';
import type { Surface } from './surface.js';
import type { View } from './view.js';

const CLICK_PIXELS = 4;

/** Dragging within the window moves it, dragging elsewhere draws a new one, a click centres it. */
export function addOverviewGestures(surface: Surface, view: View, picture: OverviewPicture): void {
  const { canvas } = surface;
  let grip:
    | {
        readonly ns: number;
        readonly x: number;
        readonly from: number;
        readonly to: number;
        readonly moves: boolean;
      }
    | undefined;
  const xOf = (event: PointerEvent): number => event.clientX - canvas.getBoundingClientRect().left;
  const timeOf = (event: PointerEvent): number => picture.timeAt(xOf(event), picture.frame(surface));

  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    const ns = timeOf(event);
    const moves = ns >= view.from && ns <= view.to && view.span < view.end * 0.98;
    grip = { ns, x: xOf(event), from: view.from, to: view.to, moves };
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!grip || Math.abs(xOf(event) - grip.x) <= CLICK_PIXELS) return;
    const ns = timeOf(event);
    if (grip.moves) view.show(grip.from + ns - grip.ns, grip.to + ns - grip.ns);
    else view.show(Math.min(grip.ns, ns), Math.max(grip.ns, ns));
  });
  canvas.addEventListener('pointerup', (event) => {
    if (grip && Math.abs(xOf(event) - grip.x) <= CLICK_PIXELS && !grip.moves && view.span < view.end) {
      view.glide(grip.ns - view.span / 2, grip.ns + view.span / 2);
    }
    grip = undefined;
  });
  canvas.addEventListener('pointercancel', () => {
    grip = undefined;
  });
  canvas.addEventListener('dblclick', () => view.glide(0, view.end));
}
