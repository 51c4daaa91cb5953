import { timeAt, type Frame } from './axis.js';
import { ClusterPanel } from './cluster.js';
import { addPlots, type TellAt } from './plots.js';
import { Controls } from './controls.js';
import { addGestures, addKeys } from './gestures.js';
import { LanesPicture } from './lanes.js';
import { LatencyPicture } from './latency.js';
import { operationLines } from './operation-lines.js';
import { OverviewPicture } from './overview.js';
import { addOverviewGestures } from './overview-gestures.js';
import { RatePicture } from './rate.js';
import type { RunData } from './run-data.js';
import { Surface } from './surface.js';
import { scrollToTimeline } from './scroll-to-timeline.js';
import { onThemeChange } from './theme.js';
import { Tooltip } from './tooltip.js';
import { View } from './view.js';

/** Something drawn along the shared time axis. */
export interface Picture {
  readonly height: number;
  draw(context: CanvasRenderingContext2D, surface: Surface): void;
  frame(surface: Surface): Frame;
}

/** The timeline with all its pictures: they share one stretch of time, one pointer and one selection. */
export class Explorer {
  readonly #data: RunData;
  readonly #view: View;
  readonly #tooltip = new Tooltip();
  readonly #surfaces: Surface[] = [];
  readonly #controls: Controls;
  readonly #details: HTMLElement;
  readonly #parent: HTMLElement;
  #cluster: ClusterPanel | undefined;

  constructor(parent: HTMLElement, data: RunData) {
    this.#data = data;
    this.#parent = parent;
    this.#view = new View(data.endedAt);
    parent.replaceChildren();
    this.#controls = new Controls(
      data,
      this.#view,
      (key) => this.#choose({ key }),
      () => this.#choose({}),
    );
    parent.append(this.#controls.element);
    this.#addOverview();
    const lanes = new LanesPicture(data, this.#view);
    this.#add(
      lanes,
      `Timeline of ${data.count} operations of ${data.lanes.length} rows. Arrow keys pan, plus and minus zoom, 0 shows the whole run.`,
      {
        find: (surface, x, y) => lanes.operationAt(surface, x, y),
        fault: (surface, x, y) => lanes.faultAt(surface, x, y)?.text,
      },
    );
    this.#details = document.createElement('p');
    this.#details.className = 'details';
    this.#details.setAttribute('aria-live', 'polite');
    parent.append(this.#details);
    if (data.cluster) {
      this.#cluster = new ClusterPanel(data, data.cluster);
      parent.append(this.#cluster.element);
    }
    const latency = new LatencyPicture(data, this.#view);
    this.#add(latency, 'Latency of every operation over time', {
      find: (surface, x, y) => latency.operationAt(surface, x, y),
    });
    this.#add(new RatePicture(data, this.#view), 'Operations begun per second over time, by outcome', {});
    addPlots(data, this.#view, (picture, label, find) => this.#add(picture, label, { tell: find }));
    this.#describe();
    this.#showCluster();
    this.#view.onChange(() => this.#draw());
    onThemeChange(() => this.#draw());
  }

  /** Brings operations into view and points them out. */
  show(indexes: readonly number[]): void {
    const names = new Set(indexes);
    const positions: number[] = [];
    for (let at = 0; at < this.#data.count; at++)
      if (names.has(this.#data.index[at] as number)) positions.push(at);
    if (positions.length === 0) return;
    this.#choose({
      spotlight: new Set(positions),
      ...(positions.length === 1 && { selected: positions[0] }),
    });
    const from = Math.min(...positions.map((at) => this.#data.start[at] as number));
    const to = Math.max(
      ...positions.map((at) =>
        this.#data.open[at] ? (this.#data.start[at] as number) : (this.#data.end[at] as number),
      ),
    );
    const margin = Math.max((to - from) * 0.25, 2e6);
    this.#view.glide(from - margin, to + margin);
  }

  /** Brings a moment into view, with a line at it. */
  showMoment(ns: number): void {
    const half = Math.min(this.#view.span, this.#data.endedAt / 20) / 2;
    this.#view.cursor = ns;
    this.#view.glide(ns - half, ns + half);
    scrollToTimeline();
  }

  #draw(): void {
    for (const surface of this.#surfaces) surface.draw();
    this.#showCluster();
  }

  /** The cluster at the time under the pointer, or else in the middle of what is shown. */
  #showCluster(): void {
    const { cursor, from, to } = this.#view;
    this.#cluster?.show(Math.min(Math.max(0, cursor ?? (from + to) / 2), this.#data.endedAt));
  }

  #addOverview(): void {
    const picture = new OverviewPicture(this.#data, this.#view);
    const surface = this.#surface(picture, 'The whole run at a glance; drag to choose what is shown below');
    addOverviewGestures(surface, this.#view, picture);
  }

  #surface(picture: Picture, label: string): Surface {
    const surface = new Surface(this.#parent, picture.height, label, (context, on) =>
      picture.draw(context, on),
    );
    this.#surfaces.push(surface);
    surface.canvas.tabIndex = 0;
    addKeys(surface.canvas, this.#view, () => this.#choose({}));
    return surface;
  }

  #add(
    picture: Picture,
    label: string,
    {
      find = () => undefined,
      fault = () => undefined,
      tell = () => undefined,
    }: {
      readonly find?: (surface: Surface, x: number, y: number) => number | undefined;
      readonly fault?: (surface: Surface, x: number, y: number) => string | undefined;
      readonly tell?: TellAt;
    },
  ): void {
    const surface = this.#surface(picture, label);
    const view = this.#view;
    const frameOf = (): Frame => picture.frame(surface);
    addGestures(surface, view, frameOf, {
      hover: (x, y) => {
        const at = find(surface, x, y);
        const found = at === undefined ? fault(surface, x, y) : undefined;
        const text = found === undefined ? tell(surface, x, y) : [found];
        view.hovered = at;
        view.cursor = timeAt(x, view, frameOf());
        surface.canvas.classList.toggle('pointing', at !== undefined);
        const { left, top } = surface.canvas.getBoundingClientRect();
        if (at !== undefined) this.#tooltip.show(operationLines(this.#data, at), left + x, top + y);
        else if (text !== undefined) this.#tooltip.show(text, left + x, top + y);
        else this.#tooltip.hide();
        view.changed();
      },
      leave: () => {
        view.hovered = undefined;
        view.cursor = undefined;
        this.#tooltip.hide();
        view.changed();
      },
      press: (x, y) => {
        const at = find(surface, x, y);
        if (at === undefined) this.#choose({});
        else this.#choose({ selected: at, key: this.#soleKey(at) });
      },
    });
  }

  #soleKey(at: number): number | undefined {
    const keys = this.#data.keys[at];
    return typeof keys === 'number' ? keys : undefined;
  }

  #choose({
    selected,
    key,
    spotlight = new Set(),
  }: {
    readonly selected?: number | undefined;
    readonly key?: number | undefined;
    readonly spotlight?: ReadonlySet<number>;
  }): void {
    this.#view.selected = selected;
    this.#view.key = key;
    this.#view.spotlight = spotlight;
    this.#controls.update();
    this.#describe();
    this.#view.changed();
  }

  /** What is selected, in words, or else how to use the pictures. */
  #describe(): void {
    const { selected, spotlight } = this.#view;
    this.#details.replaceChildren();
    if (selected !== undefined) {
      const [what = '', ...rest] = operationLines(this.#data, selected);
      const title = document.createElement('strong');
      title.textContent = what;
      this.#details.append(title, ` · ${rest.join(' · ')}`);
    } else if (spotlight.size > 0) {
      this.#details.append(`${spotlight.size} operations of one anomaly are pointed out.`);
    } else {
      const zoom = matchMedia('(pointer: coarse)').matches ? 'pinch' : 'double-click or Ctrl + wheel';
      this.#details.append(`Drag to pan, ${zoom} to zoom, click an operation to follow its key.`);
    }
  }
}
