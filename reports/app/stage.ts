import { type Frame, timeAt } from './axis.js';
import { addGestures, addKeys } from './gestures.js';
import { operationLines } from './operation-lines.js';
import type { RunData } from './run-data.js';
import { Surface } from './surface.js';
import { Tooltip } from './tooltip.js';
import type { View } from './view.js';

/** Something drawn along the shared time axis. */
export interface Picture {
  readonly height: number;
  draw(context: CanvasRenderingContext2D, surface: Surface): void;
  frame(surface: Surface): Frame;
}

/** The operation at a place of a picture, if there is one. */
export type FindAt = (surface: Surface, x: number, y: number) => number | undefined;

/** The words about what else is at a place of a picture. */
export type TellAt = (surface: Surface, x: number, y: number) => readonly string[] | undefined;

/** A page that has just opened is left to whoever opened it, before what is out of sight is drawn. */
const FIRST_MS = 500;

/** The pictures one beneath the other, and what the pointer does on them. */
export class Stage {
  readonly #parent: HTMLElement;
  readonly #data: RunData;
  readonly #view: View;
  /** Called with the operation that was pressed, or with undefined for none. */
  readonly #press: (at: number | undefined) => void;
  readonly #tooltip = new Tooltip();
  readonly #surfaces: Surface[] = [];

  constructor(parent: HTMLElement, data: RunData, view: View, press: (at: number | undefined) => void) {
    this.#parent = parent;
    this.#data = data;
    this.#view = view;
    this.#press = press;
  }

  /** Adds a picture that only the keyboard moves. */
  addPlain(picture: Picture, label: string): Surface {
    const surface = new Surface(this.#parent, picture.height, label, (context, on) =>
      picture.draw(context, on),
    );
    this.#surfaces.push(surface);
    surface.canvas.tabIndex = 0;
    addKeys(surface.canvas, this.#view, () => this.#press(undefined));
    return surface;
  }

  /** Adds a picture that says what is under the pointer. */
  add(
    picture: Picture,
    label: string,
    { find = () => undefined, tell = () => undefined }: { readonly find?: FindAt; readonly tell?: TellAt },
  ): Surface {
    const surface = this.addPlain(picture, label);
    const view = this.#view;
    const frameOf = (): Frame => picture.frame(surface);
    addGestures(surface, view, frameOf, {
      hover: (x, y) => {
        const at = find(surface, x, y);
        const words = at === undefined ? tell(surface, x, y) : operationLines(this.#data, at);
        view.hovered = at;
        view.cursor = timeAt(x, view, frameOf());
        surface.canvas.classList.toggle('pointing', at !== undefined);
        const { left, top } = surface.canvas.getBoundingClientRect();
        if (words) this.#tooltip.show(words, left + x, top + y);
        else this.#tooltip.hide();
        view.changed();
      },
      leave: () => {
        view.hovered = undefined;
        view.cursor = undefined;
        this.#tooltip.hide();
        view.changed();
      },
      press: (x, y) => this.#press(find(surface, x, y)),
    });
    return surface;
  }

  /** Draws all of them, or only those that can be seen: the others wait for `catchUp`. */
  draw(which: 'all' | 'seen'): void {
    for (const surface of this.#surfaces) {
      if (which === 'all') surface.draw();
      else surface.drawIfSeen();
    }
  }

  /** Once what can be seen of them is drawn for the first time. */
  async settled(): Promise<void> {
    await Promise.all(this.#surfaces.map(({ settled }) => settled));
  }

  catchUp(): void {
    for (const surface of this.#surfaces) surface.catchUp();
  }

  /** Draws what is out of sight as well, one picture whenever the page has nothing else to do. */
  catchUpWhenIdle(): void {
    const behind = [...this.#surfaces];
    const next = (): void => {
      behind.shift()?.catchUp();
      if (behind.length > 0) whenIdle(next);
    };
    setTimeout(() => whenIdle(next), FIRST_MS);
  }
}

/** Safari has no idle callbacks. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(act);
  else setTimeout(act, 50);
}
