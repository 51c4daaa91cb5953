import type { Frame } from './axis.js';
import { timeAt } from './axis.js';
import type { Surface } from './surface.js';
import type { View } from './view.js';

/** What a picture does when the pointer is over it. */
export interface Pointing {
  /** The pointer is at a place, in CSS pixels from the picture's corner. */
  readonly hover: (x: number, y: number) => void;
  readonly leave: () => void;
  readonly press: (x: number, y: number) => void;
}

/** A drag that moves less than this is a click. */
const CLICK_PIXELS = 4;

/** Lets people pan by dragging, zoom by pinching or with the wheel, and point at things. */
export function addGestures(
  surface: Surface,
  view: View,
  frameOf: () => Frame,
  { hover, leave, press }: Pointing,
): void {
  const { canvas } = surface;
  const fingers = new Map<number, { x: number; y: number }>();
  let dragged = 0;
  const place = (event: PointerEvent | MouseEvent): { x: number; y: number } => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const nsPerPixel = (): number => {
    const { left, right } = frameOf();
    return view.span / Math.max(1, right - left);
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, place(event));
    dragged = 0;
  });
  canvas.addEventListener('pointermove', (event) => {
    const now = place(event);
    const before = fingers.get(event.pointerId);
    if (!before) {
      hover(now.x, now.y);
      return;
    }
    fingers.set(event.pointerId, now);
    dragged += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (fingers.size === 1) {
      if (dragged > CLICK_PIXELS) {
        canvas.classList.add('dragging');
        view.pan((before.x - now.x) * nsPerPixel());
      }
    } else pinch(event.pointerId, before, now);
  });
  const release = (event: PointerEvent): void => {
    const began = fingers.delete(event.pointerId);
    canvas.classList.remove('dragging');
    if (began && event.type === 'pointerup' && dragged <= CLICK_PIXELS && fingers.size === 0) {
      const { x, y } = place(event);
      press(x, y);
    }
  };
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('pointerleave', leave);

  /** The two fingers keep the moments beneath them. */
  function pinch(moved: number, before: { x: number }, now: { x: number }): void {
    const other = [...fingers].find(([id]) => id !== moved)?.[1];
    if (!other) return;
    const factor = Math.abs(before.x - other.x) / Math.max(1, Math.abs(now.x - other.x));
    if (Number.isFinite(factor) && factor > 0) {
      view.zoom(Math.min(1.5, Math.max(0.67, factor)), timeAt(other.x, view, frameOf()));
    }
  }

  canvas.addEventListener(
    'wheel',
    (event) => {
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      if (event.ctrlKey || event.metaKey || event.altKey) {
        event.preventDefault();
        const { x } = place(event);
        view.zoom(Math.exp(Math.min(60, Math.max(-60, event.deltaY)) * 0.006), timeAt(x, view, frameOf()));
      } else if (sideways) {
        event.preventDefault();
        view.pan((event.deltaX || event.deltaY) * nsPerPixel());
      }
      // Otherwise the page scrolls, as people expect of a wheel.
    },
    { passive: false },
  );
  canvas.addEventListener('dblclick', (event) => {
    const about = timeAt(place(event).x, view, frameOf());
    const span = view.span / 4;
    view.glide(about - span / 2, about + span / 2);
  });
}

/** Lets people move and zoom with the keyboard while a picture has the focus. */
export function addKeys(element: HTMLElement, view: View, clear: () => void): void {
  element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowLeft: () => view.pan(-view.span / 8),
      ArrowRight: () => view.pan(view.span / 8),
      '+': () => view.zoom(0.6),
      '=': () => view.zoom(0.6),
      '-': () => view.zoom(1 / 0.6),
      '0': () => view.glide(0, view.end),
      Escape: clear,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
