import type { Value } from '../src/history/event.js';
import { formatDuration } from './quantity.js';
import { showName, showText, showValue } from './show-value.js';

type Fields = { readonly [field: string]: Value | undefined };

const tellers: ReadonlyMap<string, (fields: Fields) => string | undefined> = new Map([
  ['partition', describePartition],
  ['clog', describeClog],
  ['slow-link', describeSlowLink],
  ['loss', describeLoss],
  ['clock', describeClock],
  ['kill', describeKill],
  ['pause', describePause],
  ['promote', describePromote],
  ['members', describeNodes('members are')],
  ['corrupt', describeCorrupt],
  ['slow-node', describeSlowNode],
  ['disk-full', describeNodes('disk full at')],
  ['disk-error', describeNodes('disk errors at')],
  ['lying-disk', describeNodes('disk syncs nothing, and says it does, at')],
  ['bit-flip', describeNodes('bit flipped on the disk of')],
  ['restore', describeNodes('old copy of the disk restored at')],
  ['wipe', describeNodes('disk wiped of')],
  ['bad-memory', describeDamage],
  ['minority', describeMinority],
  ['replica-crash', describeNodes('crashed by itself:')],
]);

/** What every fault has beside its own fields. */
const common = new Set(['id', 'kind', 'atMs', 'durationMs']);

/**
 * A fault in one line: `partition (halves): n1 n2 | n3`, `clock of n1, n2 jumps 500 ms ahead`.
 * @param value the fault's fields; those of kinds that nobody here knows are listed as they are
 */
export function describeFault(kind: string, value: Value): string {
  const fields: Fields =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
  const known = tellers.get(kind)?.(fields);
  return known ?? describeUnknown(kind, fields);
}

function describePartition({ links, shape }: Fields): string | undefined {
  const cut = linksOf(links);
  if (!cut) return undefined;
  const name = typeof shape === 'string' ? `partition (${showText(shape, 30)})` : 'partition';
  return cut.length === 0 ? `${name}: no link cut` : `${name}: ${describeLinks(cut)}`;
}

function describeClog({ links, release }: Fields): string | undefined {
  const held = linksOf(links);
  if (!held) return undefined;
  return `clog (released ${release === 'spread' ? 'bit by bit' : 'at once'}): ${listLinks(held)}`;
}

function describeSlowLink({ links, factor }: Fields): string | undefined {
  const slow = linksOf(links);
  return slow && typeof factor === 'number' ? `links ${factor}× as slow: ${listLinks(slow)}` : undefined;
}

function describeLoss({ links, share }: Fields): string | undefined {
  const lossy = linksOf(links);
  if (!lossy || typeof share !== 'number') return undefined;
  return `loss of ${Number((share * 100).toPrecision(3))} %: ${listLinks(lossy)}`;
}

type Link = readonly [string, string];

function linksOf(value: Value | undefined): Link[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const links = (value as readonly Value[]).filter(
    (link): link is Link =>
      Array.isArray(link) && link.length === 2 && link.every((node) => typeof node === 'string'),
  );
  return links.length === value.length ? links : undefined;
}

const SHOWN_LINKS = 8;

/** Two groups that hear nothing of each other, one group that the other does not hear, or the links one by one. */
function describeLinks(links: readonly Link[]): string {
  const targets = new Map<string, Set<string>>();
  for (const [from, to] of links) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const [from, to] = [...targets][0] as [string, Set<string>];
  const sameTargets = [...targets].filter(([, others]) => sameMembers(others, to)).map(([node]) => node);
  const pairs = sameTargets.length * to.size;
  const back = [...to].every((node) => sameMembers(targets.get(node), new Set(sameTargets)));
  if (back && targets.size === sameTargets.length + to.size && !to.has(from)) {
    return `${names(sameTargets)} | ${names([...to])}`;
  }
  if (
    sameTargets.length === targets.size &&
    pairs === links.length &&
    sameTargets.every((node) => !to.has(node))
  ) {
    return `${names([...to])} cannot hear ${names(sameTargets)} (one way)`;
  }
  const shown = links.slice(0, SHOWN_LINKS).map(([a, b]) => `${showName(a)}↛${showName(b)}`);
  const rest = links.length - shown.length;
  return shown.join(' ') + (rest > 0 ? ` and ${rest} more links` : '');
}

/** `n1↔n2 n3→n4`: links on which more or less travels. */
function listLinks(links: readonly Link[]): string {
  const there = (a: string, b: string): boolean => links.some(([from, to]) => from === a && to === b);
  const words = links
    .filter(([a, b], at) => !there(b, a) || at < links.findIndex(([from, to]) => from === b && to === a))
    .map(([a, b]) => `${showName(a)}${there(b, a) ? '↔' : '→'}${showName(b)}`);
  const rest = words.length - SHOWN_LINKS;
  return words.slice(0, SHOWN_LINKS).join(' ') + (rest > 0 ? ` and ${rest} more` : '');
}

function sameMembers(a: ReadonlySet<string> | undefined, b: ReadonlySet<string>): boolean {
  return a !== undefined && a.size === b.size && [...a].every((member) => b.has(member));
}

function names(nodes: readonly string[]): string {
  return nodes.map((node) => showName(node)).join(' ');
}

/** `n1, n2`; undefined when the field is no list of names. */
function nodesOf(value: Value | undefined): string | undefined {
  if (!Array.isArray(value) || !value.every((node) => typeof node === 'string')) return undefined;
  const nodes = value as readonly string[];
  return nodes.length === 0 ? 'no node' : nodes.map((node) => showName(node)).join(', ');
}

function describeClock({ nodes, shape, offsetMs, driftPpm, periodMs }: Fields): string | undefined {
  const whose = nodesOf(nodes);
  if (whose === undefined) return undefined;
  if (shape === 'jump' && typeof offsetMs === 'number')
    return `clock of ${whose} jumps to ${direction(offsetMs)}`;
  if (shape === 'drift' && typeof driftPpm === 'number') {
    const share = Number((Math.abs(driftPpm) / 10_000).toPrecision(3));
    return `clock of ${whose} runs ${share} % ${driftPpm < 0 ? 'slow' : 'fast'}`;
  }
  if (shape === 'strobe' && typeof offsetMs === 'number') {
    const period = typeof periodMs === 'number' ? `, every ${formatDuration(periodMs * 1e6)}` : '';
    return `clock of ${whose} is ${direction(offsetMs)} on and off${period}`;
  }
  return undefined;
}

function direction(offsetMs: number): string {
  return `${formatDuration(Math.abs(offsetMs) * 1e6)} ${offsetMs < 0 ? 'behind' : 'ahead'}`;
}

function describeKill({ nodes, unsynced }: Fields): string | undefined {
  const whose = nodesOf(nodes);
  if (whose === undefined) return undefined;
  return `kill ${whose}${typeof unsynced === 'string' ? ` (unsynced data ${showText(unsynced, 20)})` : ''}`;
}

function describePause({ nodes }: Fields): string | undefined {
  const whose = nodesOf(nodes);
  return whose === undefined ? undefined : `pause ${whose}`;
}

function describeMinority({ nodes, how }: Fields): string | undefined {
  const whose = nodesOf(nodes);
  return whose === undefined
    ? undefined
    : `only a quorum healed: ${whose} ${showText(typeof how === 'string' ? how : 'broken', 20)}`;
}

function describeNodes(words: string): (fields: Fields) => string | undefined {
  return ({ nodes }) => {
    const whose = nodesOf(nodes);
    return whose === undefined ? undefined : `${words} ${whose}`;
  };
}

function describeCorrupt({ links, share }: Fields): string | undefined {
  const damaging = linksOf(links);
  if (!damaging || typeof share !== 'number') return undefined;
  return `corruption of ${Number((share * 100).toPrecision(3))} %: ${listLinks(damaging)}`;
}

function describeSlowNode({ nodes, messageMs }: Fields): string | undefined {
  const whose = nodesOf(nodes);
  if (whose === undefined || typeof messageMs !== 'number') return undefined;
  return `${formatDuration(messageMs * 1e6)} for each message at ${whose}`;
}

function describePromote({ node }: Fields): string | undefined {
  return typeof node === 'string' ? `promote ${showName(node)} to leader` : undefined;
}

function describeDamage({ node }: Fields): string | undefined {
  return typeof node === 'string' ? `bit flipped in the memory of ${showName(node)}` : undefined;
}

function describeUnknown(kind: string, fields: Fields): string {
  const own = Object.entries(fields).filter(([field]) => !common.has(field));
  const words = own.slice(0, 6).map(([field, value]) => `${showName(field)}=${showValue(value ?? null, 32)}`);
  if (own.length > 6) words.push(`… ${own.length - 6} more`);
  return [showText(kind, 40), ...words].join(' ');
}
