import type { Anomaly, Reason } from '../../src/checkers/checker.js';
import type { History, Operation } from '../../src/history/operation.js';
import { actorOf, whatOf } from '../describe-operation.js';
import { Telling } from '../explanations/telling.js';
import { type IntervalLayout, layoutIntervals, placeOf, spreadMoments } from '../interval-layout.js';
import { cutText, showName } from '../show-value.js';
import { type Arrow, type Box, drawArrow, placeBadges } from './arrows.js';
import { barMarkup, boxesOf, PAD } from './bars.js';
import { faultBands, type FaultRow, faultRows, STRIP } from './faults.js';
import { columns, type Frame, round } from './frame.js';
import { figureLegend, signsOf } from './legend.js';
import { broughtBy, messageMarkup, nodesOf, type ShownMessage, shownMessages } from './messages.js';
import { momentOf, replicaRow, stepMarkup, turnMarkup } from './replicas.js';
import { type LeaderTurn, leaderTurns } from './leader-turns.js';
import { html, type Markup } from '../page/markup.js';
import { type ReplicaStep, replicaSteps } from './replica-steps.js';
import type { Scene } from './scene.js';

const CHARACTER = 7.3;
const ROW = 58;
const TOP = 26;
const RIGHT = 26;
const MAX_ROWS = 14;
/** A picture that is not wider than this can be read when it is made to fit a large screen. */
const SHRINKABLE = 1500;

/** What a picture may show beside the operations of its anomaly. */
export interface FigureScene extends Partial<Pick<Scene, 'truth' | 'told' | 'messages'>> {
  /** The page that has the timeline of the run; by default the one that the picture stands on. Null: there is none. */
  readonly report?: string | null;
}

/** A picture, and what says what its signs mean. */
export interface Figure {
  readonly svg: Markup;
  readonly legend: Markup | false;
}

/** All that one picture shows. */
interface Shown {
  readonly telling: Telling;
  readonly operations: readonly Operation[];
  readonly steps: readonly ReplicaStep[];
  readonly turns: readonly LeaderTurn[];
  readonly sent: readonly ShownMessage[];
  /** Messages for which there was no room. */
  readonly unsaid: number;
  readonly rows: readonly string[];
  readonly faults: readonly FaultRow[];
}

/**
 * A space-time picture of an anomaly: a row for everybody who took part, a bar for every operation, an arrow for every
 * relation, numbered as in the argument, and the faults of that time; where it is known also a row for every replica,
 * with what it took in, and the messages. Not to scale, but in order. What appears together in a step carries its
 * number (`data-step`). Undefined where nobody took part, or too many did.
 */
export function figureOf(
  anomaly: Anomaly,
  history: History,
  { report = '', ...scene }: FigureScene = {},
): Figure | undefined {
  const shown = shownIn(anomaly, history, scene);
  if (!shown) return undefined;
  const { telling, operations, steps, turns, sent, unsaid, rows, faults } = shown;
  const { frame, layout } = layOut(shown);
  const boxes = boxesOf(layout, frame);
  const boxOf = (index: number | undefined): Box | undefined => boxes.get(index ?? -1);
  const wrong = telling.conclusion?.read.index;
  const bars = operations.map((operation, rank) =>
    barMarkup(operation, boxOf(operation.index) as Box, {
      label: labelOf(operation, telling),
      rank,
      times: telling.times,
      isWrong: operation.index === wrong,
      href: report === null ? null : `${report}#timeline${report && `?operation=${operation.index}`}`,
    }),
  );
  const brought = broughtBy(sent);
  const markPlace = (at: number): number => frame.gutter + (layout.marks[at] ?? 0);
  const marks = [
    ...steps.map((step, at) =>
      stepMarkup(step, markPlace(at), brought.has(momentOf(step)) ? undefined : boxOf(step.write), frame),
    ),
    ...turns.map((turn, at) => turnMarkup(turn, markPlace(steps.length + at), frame)),
  ];
  const arrows = relationArrows(anomaly, operations, boxes);
  const { width, bottom } = frame;
  const svg = html`<svg
    class="figure${width <= SHRINKABLE && ' shrinks'}"
    viewBox="0 0 ${round(width)} ${bottom + 30}"
    width="${round(width)}"
    height="${bottom + 30}"
    role="group"
    aria-label="${`The operations of this anomaly along time: ${operations.map((operation) => `${actorOf(operation)} ${labelOf(operation, telling)}`).join('; ')}`.slice(0, 600)}"
  >
    ${faultBands(faults, frame)} ${rows.map((who) => rowMarkup(who, frame))} ${axis(layout, frame)}
    ${sent.map((one) => messageMarkup(one, boxOf, frame))} ${marks} ${arrows.map(arrowMarkup)} ${bars}
    ${arrows.map(badgeMarkup)}
  </svg>`;
  return { svg, legend: figureLegend(signsOf(sent, steps, turns), unsaid) };
}

function shownIn(
  anomaly: Anomaly,
  history: History,
  { truth = new Map(), told = [], messages = [] }: Omit<FigureScene, 'report'>,
): Shown | undefined {
  const telling = new Telling(anomaly, history);
  const operations = [...telling.operations].sort((a, b) => a.index - b.index);
  const steps = replicaSteps(operations, truth);
  const turns = leaderTurns(operations, steps, told);
  const actors = operations.map(actorOf);
  const least = new Set([...actors, ...replicaRows([...steps, ...turns].map(({ node }) => node))]);
  if (operations.length === 0 || least.size > MAX_ROWS) return undefined;
  const { sent, unsaid } = shownMessages(operations, steps, messages, telling.keys);
  const nodes = [...[...steps, ...turns].map(({ node }) => node), ...sent.flatMap(nodesOf)];
  const all = new Set([...actors, ...replicaRows(nodes)]);
  const rows = [...(all.size > MAX_ROWS ? least : all)];
  return {
    telling,
    operations,
    steps,
    turns,
    sent: sent.filter(({ from, to }) => rows.includes(from) && rows.includes(to)),
    unsaid,
    rows,
    faults: faultRows(operations, history),
  };
}

function layOut({ telling, operations, steps, turns, sent, rows, faults }: Shown): {
  readonly frame: Frame;
  readonly layout: IntervalLayout;
} {
  const layout = layoutIntervals(operations, {
    widthOf: (operation) => columns(labelOf(operation, telling)) * CHARACTER + 2 * PAD,
    rowOf: actorOf,
    marks: [...steps, ...turns].map(({ at, node, text }) => ({
      ns: at,
      row: replicaRow(node),
      width: columns(text) * CHARACTER + 24,
    })),
    gapOf: (ns) => 20 + Math.min(44, 12 * Math.log10(1 + ns / 1e6)),
  });
  const gutter = Math.max(...rows.map(columns), ...faults.map(({ kind }) => columns(kind))) * CHARACTER + 22;
  const top = TOP + faults.length * STRIP + (faults.length > 0 ? 8 : 0);
  const places = new Map(steps.map((step, at) => [momentOf(step), gutter + (layout.marks[at] ?? 0)]));
  const spread = spreadMoments(
    layout,
    sent.flatMap(({ message: { sentAt, arrivedAt = sentAt } }) => [sentAt, arrivedAt]),
  );
  const frame: Frame = {
    gutter,
    width: gutter + layout.width + RIGHT,
    bottom: top + rows.length * ROW + 8,
    x: (ns) => gutter + placeOf(layout, ns),
    sent: (ns) => gutter + (spread.get(ns) ?? soonAfter(layout, ns)),
    y: (row) => (rows.includes(row) ? top + (rows.indexOf(row) + 0.5) * ROW : undefined),
    step: (step) => places.get(momentOf(step)),
    moment: telling.times.moment,
    rank: (ns) => Math.max(0, operations.filter(({ invokedAt }) => invokedAt <= ns).length - 1),
  };
  return { frame, layout };
}

function labelOf(operation: Operation, { keys }: Telling): string {
  const what = cutText(whatOf(operation, { length: 16, keys }), 60);
  const { node, final } = operation;
  return node === undefined || final ? what : `${what} at ${showName(node, 12)}`;
}

/** The rows of replicas, each once, as people count. */
function replicaRows(nodes: readonly string[]): string[] {
  return [...new Set(nodes)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map(replicaRow);
}

/** How far a moment after all others is drawn from the last of them. */
const REACH = 16;

/** The place of a moment, near the last one if it is later: what comes soon after it is no long way. */
function soonAfter(layout: IntervalLayout, ns: number): number {
  const last = layout.scale.at(-1);
  return last && ns > last.ns ? last.at + REACH : placeOf(layout, ns);
}

/** The relations of an anomaly as arrows between its bars; each appears with the later of its operations. */
function relationArrows(
  anomaly: Anomaly,
  operations: readonly Operation[],
  boxes: ReadonlyMap<number, Box>,
): SteppedArrow[] {
  const rankOf = new Map(operations.map(({ index }, rank) => [index, rank]));
  return placeBadges(
    anomaly.relations.flatMap(({ from, to, reason }, at) => {
      const [a, b] = [boxes.get(from), boxes.get(to)];
      const step = Math.max(rankOf.get(from) ?? 0, rankOf.get(to) ?? 0);
      return a && b ? [{ ...drawArrow(at + 1, a, b, reason), step }] : [];
    }),
    [...boxes.values()],
  );
}

function rowMarkup(who: string, { gutter, width, y }: Frame): Markup {
  const middle = y(who) ?? 0;
  return html`<line class="row" x1="${gutter - 8}" y1="${middle}" x2="${round(width)}" y2="${middle}" /><text
      class="who"
      x="${gutter - 16}"
      y="${middle + 4}"
      text-anchor="end"
      >${who}</text
    >`;
}

/** An arrow and the step in which it appears. */
type SteppedArrow = Arrow & { readonly step: number };

function arrowMarkup({ path, head, reason, step }: SteppedArrow): Markup {
  const name = reasonClass(reason);
  return html`<g data-step="${step}"
    ><path class="arrow ${name}" d="${path}" /><polygon class="head ${name}" points="${head}"
  /></g>`;
}

function badgeMarkup({ number, badge, reason, step }: SteppedArrow): Markup {
  return html`<g class="badge ${reasonClass(reason)}" data-step="${step}"
    ><circle cx="${round(badge.x)}" cy="${round(badge.y)}" r="8" /><text
      x="${round(badge.x)}"
      y="${round(badge.y + 3.5)}"
      text-anchor="middle"
      >${number}</text
    ></g
  >`;
}

/** What kind of line a reason is drawn with. */
export function reasonClass(reason: Reason): string {
  return reason.replace(/ /g, '-');
}

/** Moments under the picture, as many as there is room for. */
function axis({ scale }: IntervalLayout, { gutter, bottom, moment }: Frame): Markup[] {
  let free = -Infinity;
  let last = '';
  return scale.flatMap(({ ns, at }) => {
    const x = gutter + at;
    const label = moment(ns);
    const half = (label.length * 6.4) / 2;
    // Moments that look alike would seem to be one at two places.
    if (x - half < free || label === last) return [];
    free = x + half + 8;
    last = label;
    return [
      html`<line class="tick" x1="${round(x)}" y1="${bottom}" x2="${round(x)}" y2="${bottom + 5}" /><text
          class="tick"
          x="${round(x)}"
          y="${bottom + 19}"
          text-anchor="middle"
          >${label}</text
        >`,
    ];
  });
}
