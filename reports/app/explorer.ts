import { timeAt, type Frame } from './axis.js';
import { ClusterPanel } from './cluster.js';
import { addPlots, type TellAt } from './plots.js';
import { aroundList } from './around.js';
import { readFragment, writeFragment } from './fragment.js';
import { type RowKind, rowsBy } from './rows.js';
import { search } from './search.js';
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
  readonly #around = document.createElement('div');
  readonly #lanes: LanesPicture;
  readonly #lanesSurface: Surface;
  #cluster: ClusterPanel | undefined;
  #rows: RowKind = 'client';
  #query = '';
  #noting: ReturnType<typeof setTimeout> | undefined;

  constructor(parent: HTMLElement, data: RunData) {
    this.#data = data;
    this.#parent = parent;
    this.#view = new View(data.endedAt);
    parent.replaceChildren();
    this.#controls = new Controls(data, this.#view, {
      chooseKey: (key) => this.#choose({ key }),
      chooseRows: (rows) => this.#setRows(rows),
      search: (query) => this.#search(query),
      showFound: () => this.#showFound(),
      clear: () => this.#clear(),
    });
    parent.append(this.#controls.element);
    this.#addOverview();
    const lanes = new LanesPicture(data, this.#view);
    this.#lanes = lanes;
    this.#lanesSurface = this.#add(
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
    parent.append(this.#details, this.#around);
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
    this.#obeyFragment();
    addEventListener('hashchange', () => this.#obeyFragment());
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

  #setRows(rows: RowKind): void {
    this.#rows = rows;
    this.#lanes.setRows(rowsBy(rows, this.#data));
    this.#lanesSurface.canvas.style.height = `${this.#lanes.height}px`;
    this.#changed();
  }

  #search(query: string): void {
    this.#query = query;
    this.#view.found = search(query, this.#data);
    this.#changed();
  }

  #showFound(): void {
    const { found } = this.#view;
    const first = found?.indexOf(1) ?? -1;
    if (!found || first === -1) return;
    const last = found.lastIndexOf(1);
    const [from, to] = [this.#data.start[first] as number, this.#data.end[last] as number];
    const margin = Math.max((to - from) * 0.05, 2e6);
    this.#view.glide(from - margin, to + margin);
  }

  #clear(): void {
    this.#search('');
    this.#choose({});
  }

  #changed(): void {
    this.#controls.update(this.#rows, this.#query);
    this.#view.changed();
  }

  /** Shows what the page's address asks for. */
  #obeyFragment(): void {
    const shown = readFragment(location.hash);
    if (!shown) return;
    this.#setRows(shown.rows);
    this.#search(shown.query);
    const selected = shown.operation === undefined ? -1 : this.#data.index.indexOf(shown.operation);
    const key = shown.key !== undefined && shown.key < this.#data.keyNames.length ? shown.key : undefined;
    this.#choose({ key, ...(selected !== -1 && { selected }) });
    this.#view.show(shown.from ?? 0, shown.to ?? this.#view.end);
    document.getElementById('timeline')?.scrollIntoView();
  }

  /** Keeps the page's address in step with what is shown, once it has come to rest. */
  #noteFragment(): void {
    clearTimeout(this.#noting);
    this.#noting = setTimeout(() => {
      const { from, to, span, end, key, selected } = this.#view;
      const fragment = writeFragment({
        ...(span < end && { from, to }),
        rows: this.#rows,
        query: this.#query,
        ...(key !== undefined && { key }),
        ...(selected !== undefined && { operation: this.#data.index[selected] as number }),
      });
      const isBare = fragment === '#timeline' && readFragment(location.hash) === undefined;
      if (!isBare && fragment !== location.hash) history.replaceState(null, '', fragment);
    }, 300);
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
    this.#noteFragment();
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
  ): Surface {
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
        else this.#select(at);
      },
    });
    return surface;
  }

  #select(at: number): void {
    this.#choose({ selected: at, key: this.#soleKey(at) });
  }

  /** Selects an operation and brings it into view if it is out of it. */
  #showSelected(at: number): void {
    this.#select(at);
    const { from, to, span } = this.#view;
    const start = this.#data.start[at] as number;
    if (start < from || start > to) this.#view.glide(start - span / 2, start + span / 2);
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
    this.#describe();
    this.#changed();
  }

  /** What is selected, in words, or else how to use the pictures. */
  #describe(): void {
    const { selected, spotlight } = this.#view;
    this.#details.replaceChildren();
    this.#around.replaceChildren();
    if (selected !== undefined) {
      const [what = '', ...rest] = operationLines(this.#data, selected);
      const title = document.createElement('strong');
      title.textContent = what;
      this.#details.append(title, ` · ${rest.join(' · ')}`);
      this.#around.replaceChildren(aroundList(selected, this.#data, (at) => this.#showSelected(at)));
    } else if (spotlight.size > 0) {
      this.#details.append(`${spotlight.size} operations of one anomaly are pointed out.`);
    } else {
      const zoom = matchMedia('(pointer: coarse)').matches ? 'pinch' : 'double-click or Ctrl + wheel';
      this.#details.append(`Drag to pan, ${zoom} to zoom, click an operation to follow its key.`);
    }
  }
}
