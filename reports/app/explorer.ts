import { ClusterPanel } from './cluster.js';
import { addPlots } from './plots.js';
import { aroundList } from './around.js';
import { readFragment, writeFragment } from './fragment.js';
import { type RowKind, rowsBy } from './rows.js';
import { search } from './search.js';
import { Controls } from './controls.js';
import { LanesPicture } from './lanes.js';
import { OverviewPicture } from './overview.js';
import { addOverviewGestures } from './overview-gestures.js';
import type { RunData } from './run-data.js';
import { selectionWords } from './selection-words.js';
import { Stage } from './stage.js';
import type { Surface } from './surface.js';
import { scrollToTimeline } from './scroll-to-timeline.js';
import { onThemeChange } from './theme.js';
import { View } from './view.js';

/** From when to when, in nanoseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The timeline with all its pictures: they share one stretch of time, one pointer and one selection. */
export class Explorer {
  readonly #data: RunData;
  readonly #view: View;
  readonly #stage: Stage;
  readonly #controls: Controls;
  readonly #details = document.createElement('p');
  readonly #around = document.createElement('div');
  readonly #lanes: LanesPicture;
  readonly #lanesSurface: Surface;
  #cluster: ClusterPanel | undefined;
  #rows: RowKind = 'client';
  #query = '';
  #onRest: (stretch: Stretch | undefined) => void = () => {};
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(parent: HTMLElement, data: RunData) {
    this.#data = data;
    this.#view = new View(data.endedAt);
    const view = this.#view;
    parent.replaceChildren();
    this.#controls = new Controls(data, view, {
      chooseKey: (key) => this.#choose({ key }),
      chooseRows: (rows) => this.#setRows(rows),
      search: (query) => this.#search(query),
      showFound: () => this.#showFound(),
      clear: () => this.#clear(),
    });
    parent.append(this.#controls.element);
    this.#stage = new Stage(parent, data, view, (at) => {
      if (at === undefined) this.#choose({});
      else this.#select(at);
    });
    const overview = new OverviewPicture(data, view);
    addOverviewGestures(
      this.#stage.addPlain(overview, 'The whole run at a glance; drag to choose what is shown below'),
      view,
      overview,
    );
    const lanes = new LanesPicture(data, view);
    this.#lanes = lanes;
    this.#lanesSurface = this.#stage.add(
      lanes,
      `Timeline of ${data.count} operations of ${data.lanes.length} rows. Arrow keys pan, plus and minus zoom, 0 shows the whole run.`,
      {
        find: (...place) => lanes.operationAt(...place),
        tell: (...place) => {
          const fault = lanes.faultAt(...place);
          return fault && [fault.text];
        },
      },
    );
    this.#details.className = 'details';
    this.#details.setAttribute('aria-live', 'polite');
    parent.append(this.#details, this.#around);
    if (data.cluster) {
      this.#cluster = new ClusterPanel(data, data.cluster);
      parent.append(this.#cluster.element);
    }
    addPlots(data, view, this.#stage);
    this.#describe();
    this.#showCluster();
    this.#view.onChange(() => this.#draw());
    this.#obeyFragment();
    addEventListener('hashchange', () => this.#obeyFragment());
    onThemeChange(() => this.#stage.draw('all'));
    addEventListener('beforeprint', () => this.#stage.catchUp());
  }

  /** Once what can be seen of the pictures is drawn; the others follow when there is time. */
  async settled(): Promise<void> {
    await this.#stage.settled();
    this.#stage.catchUpWhenIdle();
  }

  /** Calls back once what is shown has come to rest: with the stretch of time, or undefined where it is the whole run. */
  onRest(listener: (stretch: Stretch | undefined) => void): void {
    this.#onRest = listener;
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

  /** Once what is shown has come to rest: keeps the page's address in step, and draws what nobody has seen yet. */
  #rest(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#stage.catchUp();
      const { from, to, span, end, key, selected } = this.#view;
      this.#onRest(span < end ? { from, to } : undefined);
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
    this.#stage.draw('seen');
    this.#showCluster();
    this.#rest();
  }

  /** The cluster at the time under the pointer, or else in the middle of what is shown. */
  #showCluster(): void {
    const { cursor, from, to } = this.#view;
    this.#cluster?.show(Math.min(Math.max(0, cursor ?? (from + to) / 2), this.#data.endedAt));
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
    const keys = this.#data.keys(at);
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

  /** Says what is selected, and lists what happened around it. */
  #describe(): void {
    const { selected, spotlight } = this.#view;
    this.#details.classList.toggle('hint', selected === undefined && spotlight.size === 0);
    this.#details.replaceChildren(...selectionWords(this.#data, this.#view));
    this.#around.replaceChildren(
      ...(selected === undefined ? [] : [aroundList(selected, this.#data, (at) => this.#showSelected(at))]),
    );
  }
}
