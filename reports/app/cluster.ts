import type { PageCluster } from '../page/page-columns.js';
import { timeFormat } from '../quantity.js';
import { ClusterOverTime, type ClusterState, clusterWords, nodeNotes } from './cluster-at.js';
import type { RunData } from './run-data.js';

const SVG = 'http://www.w3.org/2000/svg';
const SIZE = { width: 420, height: 270, radius: 96 };
/** Room above for what is noted of the topmost node. */
const ABOVE = 34;
const LINE = 12;

/** The topology at the time under the pointer: who is up, who can talk to whom, who leads, whose clock is wrong. */
export class ClusterPanel {
  readonly element: HTMLElement;
  readonly #cluster: PageCluster;
  readonly #data: RunData;
  readonly #overTime: ClusterOverTime;
  readonly #picture: SVGSVGElement;
  readonly #words: HTMLElement;
  #shown = '';

  constructor(data: RunData, cluster: PageCluster) {
    this.#data = data;
    this.#cluster = cluster;
    this.#overTime = new ClusterOverTime(cluster, data);
    this.element = document.createElement('div');
    this.element.className = 'cluster';
    this.#picture = document.createElementNS(SVG, 'svg');
    this.#picture.setAttribute('viewBox', `0 ${-ABOVE} ${SIZE.width} ${SIZE.height + ABOVE}`);
    this.#picture.setAttribute('role', 'img');
    this.#words = document.createElement('div');
    this.element.append(this.#picture, this.#words);
  }

  /** Shows the cluster at a moment, in nanoseconds. */
  show(ns: number): void {
    const state = this.#overTime.at(ns);
    const lines = clusterWords(state, this.#cluster);
    const title = `The cluster at ${timeFormat([this.#data.endedAt]).moment(ns)}`;
    const known = JSON.stringify([title, lines]);
    if (known === this.#shown) return;
    this.#shown = known;
    this.#picture.setAttribute('aria-label', [title, ...lines].join('. '));
    this.#draw(state);
    const heading = document.createElement('strong');
    heading.textContent = title;
    const list = document.createElement('ul');
    list.append(
      ...lines.map((line) => {
        const item = document.createElement('li');
        item.textContent = line;
        return item;
      }),
    );
    this.#words.replaceChildren(heading, list);
  }

  #place(at: number): { x: number; y: number } {
    const { names } = this.#cluster;
    if (at === names.length - 1) return { x: 52, y: SIZE.height / 2 };
    const angle = (at / (names.length - 1)) * 2 * Math.PI - Math.PI / 2;
    return {
      x: SIZE.width / 2 + 40 + SIZE.radius * Math.cos(angle),
      y: SIZE.height / 2 + SIZE.radius * Math.sin(angle),
    };
  }

  #draw({ nodes, links }: ClusterState): void {
    const { names } = this.#cluster;
    const parts: SVGElement[] = [];
    for (let from = 0; from < names.length; from++) {
      for (let to = 0; to < from; to++) {
        const ways = [links.get(from * names.length + to), links.get(to * names.length + from)];
        const fate = ways.includes('cut') ? 'cut' : ways.includes('hinder') ? 'hinder' : 'through';
        const [a, b] = [this.#place(from), this.#place(to)];
        const half = ways.filter((way) => way === 'cut').length === 1 ? ' one-way' : '';
        parts.push(made('line', { x1: a.x, y1: a.y, x2: b.x, y2: b.y, class: `${fate}${half}` }));
      }
    }
    for (const [at, name] of names.entries()) {
      const { x, y } = this.#place(at);
      const node = nodes[at];
      const kind = node ? node.state : 'clients';
      parts.push(
        made('circle', {
          cx: x,
          cy: y,
          r: node ? 24 : 31,
          class: `${kind}${node && node.leads.length > 0 ? ' leads' : ''}`,
        }),
      );
      parts.push(made('text', { x, y: y + 4 }, name.length > 7 ? `${name.slice(0, 6)}…` : name));
      const notes = node ? nodeNotes(node, this.#cluster) : [];
      // Beside the links, which lead from the topmost node downwards.
      const first = y < SIZE.height / 2 - SIZE.radius / 2 ? y - 30 - (notes.length - 1) * LINE : y + 38;
      notes.forEach((note, line) =>
        parts.push(made('text', { x, y: first + line * LINE, class: 'note' }, note)),
      );
    }
    this.#picture.replaceChildren(...parts);
  }
}

function made(tag: string, attributes: Readonly<Record<string, string | number>>, text?: string): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}
