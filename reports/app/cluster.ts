import type { PageCluster } from '../page/page-columns.js';
import { formatDuration, timeFormat } from '../quantity.js';
import { clockOffset } from '../page/clock-offset.js';
import type { RunData } from './run-data.js';

/** What is known of a node at a moment. */
export interface NodeState {
  readonly name: string;
  readonly state: 'up' | 'down' | 'paused';
  /** The kinds of other faults that it suffers. */
  readonly troubles: readonly string[];
  /** The term in which it believes to lead. */
  readonly leads: number | undefined;
  /** Milliseconds that its clock is ahead. */
  readonly offsetMs: number;
}

/** The cluster at a moment. */
export interface ClusterState {
  readonly nodes: readonly NodeState[];
  /** How messages fare from one to another, by `from * names.length + to`; what is not in it goes through. */
  readonly links: ReadonlyMap<number, 'cut' | 'hinder'>;
}

/** The cluster at a moment, in nanoseconds. */
export function clusterAt(ns: number, cluster: PageCluster, { faults }: RunData): ClusterState {
  const { names, roles } = cluster;
  const lasting = faults.filter(({ from, to }) => from <= ns && ns < (to ?? Infinity));
  const links = new Map<number, 'cut' | 'hinder'>();
  for (const does of ['hinder', 'cut'] as const) {
    for (const { effect } of lasting) {
      if (effect?.does !== does) continue;
      for (const [from = 0, to = 0] of effect.links) links.set(from * names.length + to, does);
    }
  }
  const leads = new Map<number, number | null>();
  for (const role of roles) {
    if (role.at > ns) break;
    leads.set(role.node, role.leads);
  }
  const suffers = (node: number, does: string): boolean =>
    lasting.some(({ effect }) => effect?.does === does && effect.nodes.includes(node));
  const nodes = names.slice(0, -1).map((name, node) => {
    const state = suffers(node, 'down') ? 'down' : suffers(node, 'paused') ? 'paused' : 'up';
    return {
      name,
      state,
      troubles: lasting.flatMap(({ kind, effect }) =>
        effect?.does === 'trouble' && effect.nodes.includes(node) ? [kind] : [],
      ),
      leads: state === 'down' ? undefined : (leads.get(node) ?? undefined),
      offsetMs: clockOffset(node, ns, cluster, faults),
    } as const;
  });
  return { nodes, links };
}

const SVG = 'http://www.w3.org/2000/svg';
const SIZE = { width: 420, height: 270, radius: 96 };

/** The topology at the time under the pointer: who is up, who can talk to whom, who leads, whose clock is wrong. */
export class ClusterPanel {
  readonly element: HTMLElement;
  readonly #cluster: PageCluster;
  readonly #data: RunData;
  readonly #picture: SVGSVGElement;
  readonly #words: HTMLElement;
  #shown = '';

  constructor(data: RunData, cluster: PageCluster) {
    this.#data = data;
    this.#cluster = cluster;
    this.element = document.createElement('div');
    this.element.className = 'cluster';
    this.#picture = document.createElementNS(SVG, 'svg');
    this.#picture.setAttribute('viewBox', `0 0 ${SIZE.width} ${SIZE.height}`);
    this.#picture.setAttribute('role', 'img');
    this.#words = document.createElement('div');
    this.element.append(this.#picture, this.#words);
  }

  /** Shows the cluster at a moment, in nanoseconds. */
  show(ns: number): void {
    const state = clusterAt(ns, this.#cluster, this.#data);
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
        made('circle', { cx: x, cy: y, r: 24, class: `${kind}${node?.leads === undefined ? '' : ' leads'}` }),
      );
      parts.push(made('text', { x, y: y + 4 }, name.length > 7 ? `${name.slice(0, 6)}…` : name));
      const notes = node ? nodeNotes(node) : [];
      notes.forEach((note, line) =>
        parts.push(made('text', { x, y: y + 38 + line * 12, class: 'note' }, note)),
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

function nodeNotes({ state, leads, offsetMs, troubles }: NodeState): string[] {
  return [
    ...(state === 'up' ? [] : [state]),
    ...troubles,
    ...(leads === undefined ? [] : [`leads, term ${leads}`]),
    ...(Math.abs(offsetMs) < 0.001
      ? []
      : [`clock ${offsetMs < 0 ? '−' : '+'}${formatDuration(Math.abs(offsetMs) * 1e6)}`]),
  ];
}

/** The cluster in sentences; one when nothing is the matter. */
export function clusterWords({ nodes, links }: ClusterState, { names }: PageCluster): string[] {
  const told = nodes.flatMap((node) => nodeNotes(node).map((note) => `${node.name}: ${note}`));
  const pairs = (fate: 'cut' | 'hinder'): string[] =>
    [...links].flatMap(([link, found]) => {
      if (found !== fate) return [];
      const [from, to] = [Math.floor(link / names.length), link % names.length];
      const both = links.get(to * names.length + from) === fate;
      if (both && from > to) return [];
      return [`${names[from]} ${both ? '↔' : '→'} ${names[to]}`];
    });
  const [cut, hindered] = [pairs('cut'), pairs('hinder')];
  const lines = [
    ...told,
    ...(cut.length > 0 ? [`Nothing gets through: ${cut.join(', ')}`] : []),
    ...(hindered.length > 0 ? [`Slow or lossy: ${hindered.join(', ')}`] : []),
  ];
  return lines.length > 0 ? lines : ['All nodes are up, and everybody can talk to everybody'];
}
