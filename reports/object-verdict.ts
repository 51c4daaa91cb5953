import pc from 'picocolors';
import type { Anomaly } from '../src/checkers/checker.js';
import {
  type Attempt,
  describeOperation,
  type Explanation,
  type Model,
  type PartitionResult,
  type TimedOperation,
} from '../src/checkers/porcupine/index.js';
import type { Value } from '../src/history/event.js';
import type { History, Operation } from '../src/history/operation.js';
import { counted, formatCount } from './quantity.js';
import { showName, showText, showValue } from './show-value.js';
import type { TerminalOptions } from './terminal.js';
import { operationsTable } from './terminal/operations-table.js';
import { pictureOf } from './terminal/picture.js';
import { alignColumns, indent, type Palette, wrap } from './terminal/text.js';

type AnyOperation = TimedOperation<unknown, unknown>;

/** A partition, and why it is not linearizable, where that was looked into. */
export interface ExplainedPartition extends PartitionResult<unknown, unknown> {
  readonly explanation?: Explanation<unknown, unknown>;
}

/** What was found about a history as that of an object. */
export interface ObjectVerdict {
  readonly verdict: boolean | 'unknown';
  /** The model's name, as it was asked for. */
  readonly model: string;
  readonly history: History;
  /** Whether the object has parts that are judged by themselves, by key. */
  readonly isKeyed: boolean;
  readonly partitions: readonly ExplainedPartition[];
  /** What puts operations into words. */
  readonly object: Model<unknown, unknown, unknown>;
  /** How many reads answered null, and count as unknown. */
  readonly unknownReads: number;
  /** What the object could have held at first so that all would be well. */
  readonly betterInitial?: Value;
  /** The recorded operation of one that was judged. */
  readonly sourceOf: (operation: AnyOperation) => Operation;
}

const DEFAULT_WIDTH = 100;
const MIN_WIDTH = 60;
/** More partitions than these are summed up. */
const SHOWN_PARTITIONS = 8;
/** More operations than these are not what an order is understood by. */
const SHOWN_ORDER = 12;

/** The verdict on an object for the terminal: the answer, how it was found, and what contradicts what. */
export function renderObjectVerdict(
  found: ObjectVerdict,
  title: string,
  { colour, width = DEFAULT_WIDTH }: TerminalOptions,
): string {
  const page: Page = { found, palette: pc.createColors(colour), width: Math.max(MIN_WIDTH, width) };
  return [
    verdictLines(page, title),
    methodLines(page),
    noteLines(page),
    ...found.partitions.filter(({ verdict }) => verdict !== true).map((part) => partitionLines(page, part)),
  ]
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n');
}

/** The verdict on an object as data. */
export function objectVerdictData({
  verdict,
  model,
  history,
  partitions,
  unknownReads,
  betterInitial,
  sourceOf,
}: ObjectVerdict): object {
  const indexes = (operations: readonly AnyOperation[]): number[] =>
    operations.map((operation) => sourceOf(operation).index);
  return {
    valid: verdict,
    model,
    operations: history.operations.length,
    unknownReads,
    ...(betterInitial !== undefined && { betterInitial }),
    partitions: partitions.map(({ partition, explanation, conflict, stuckAt, ...part }) => ({
      partition,
      valid: part.verdict,
      method: part.method,
      operations: part.operations.length,
      configurations: part.configurations,
      ...(stuckAt && { stuckAt: sourceOf(stuckAt).index }),
      ...(conflict && { conflict: indexes(conflict) }),
      ...(explanation && {
        explanation: {
          operations: indexes(explanation.operations).map((index) => operationAt(history, index)),
          context: indexes(explanation.context),
          fromAnyState: explanation.fromAnyState,
          isMinimal: explanation.isMinimal,
        },
      }),
    })),
  };
}

const operationAt = ({ operations }: History, index: number): Operation | undefined =>
  operations.find((operation) => operation.index === index);

interface Page {
  readonly found: ObjectVerdict;
  readonly palette: Palette;
  readonly width: number;
}

function verdictLines(
  { found: { verdict, model, history, partitions }, palette }: Page,
  title: string,
): string[] {
  const { black, bold, dim, bgGreen, bgRed, bgYellow } = palette;
  const [paint, word, answer] =
    verdict === true
      ? ([bgGreen, ' TRUE ', `Linearizable as ${model}.`] as const)
      : verdict === false
        ? ([bgRed, ' FALSE ', `Not linearizable as ${model}.`] as const)
        : ([
            bgYellow,
            ' UNKNOWN ',
            `Time or memory was up before it was known whether it is linearizable as ${model}.`,
          ] as const);
  const { operations } = history;
  const count = (type: Operation['type']): number =>
    operations.filter((operation) => operation.type === type).length;
  const about = [
    showText(title, 60),
    counted(operations.length, 'operation'),
    count('fail') > 0 && `${formatCount(count('fail'))} failed`,
    count('info') > 0 && `${formatCount(count('info'))} of unknown outcome`,
    partitions.length > 1 && `${formatCount(partitions.length)} parts`,
  ].filter((part) => part !== false);
  return [`${paint(black(bold(word)))}  ${bold(answer)}`, dim(`  ${about.join(' · ')}`)];
}

/** How each partition was decided; many are counted by verdict and method. */
function methodLines({ found: { partitions, isKeyed }, palette, width }: Page): string[] {
  if (partitions.length <= SHOWN_PARTITIONS) {
    const rows = partitions.map(({ partition, verdict, method, operations }) => [
      markOf(verdict, palette),
      isKeyed ? showName(partition) : 'the object',
      `by ${method}`,
      palette.dim(counted(operations.length, 'operation')),
    ]);
    return alignColumns(rows, { indent: '  ', width });
  }
  const kinds = new Map<string, { verdict: boolean | 'unknown'; method: string; count: number }>();
  for (const { verdict, method } of partitions) {
    const kind = kinds.get(`${verdict} ${method}`) ?? { verdict, method, count: 0 };
    kind.count++;
    kinds.set(`${verdict} ${method}`, kind);
  }
  const rows = [...kinds.values()].map(({ verdict, method, count }) => [
    markOf(verdict, palette),
    counted(count, 'part'),
    `by ${method}`,
  ]);
  return alignColumns(rows, { indent: '  ', width });
}

/** What the verdict rests on that is not in the history. */
function noteLines({ found: { unknownReads, betterInitial }, palette, width }: Page): string[] {
  const notes = [
    unknownReads > 0 &&
      `${counted(unknownReads, 'read')} that answered null count${unknownReads === 1 ? 's' : ''} as unknown (--null-reads value takes null for what was there).`,
    betterInitial !== undefined &&
      `It would be linearizable if it had held ${showValue(betterInitial)} at first: say --initial ${showValue(betterInitial)} if it did.`,
  ].filter((note) => note !== false);
  return notes.flatMap((note) => indent(wrap(note, width - 2), '  ')).map(palette.yellow);
}

function markOf(verdict: boolean | 'unknown', { green, red, yellow }: Palette): string {
  return verdict === true ? green('✓') : verdict === false ? red('✗') : yellow('?');
}

function partitionLines(page: Page, part: ExplainedPartition): string[] {
  const { found, palette, width } = page;
  const name = found.isKeyed ? `${showName(part.partition)}: ` : '';
  if (part.explanation) return explanationLines(page, name, part.explanation);
  if (part.verdict === false) return [`${palette.red('✗')} ${palette.bold(`${name}not linearizable`)}`];
  const { stuckAt } = part;
  const where = stuckAt
    ? ` The search got to ${describeOperation(found.object, stuckAt)} (operation ${found.sourceOf(stuckAt).index}).`
    : '';
  const text = `${name}given up after ${counted(part.configurations, 'configuration')}.${where} More time or memory may tell: --timeout, --max-memory.`;
  return wrap(text, width - 2).map((line, at) => (at === 0 ? `${palette.yellow('?')} ${line}` : `  ${line}`));
}

function explanationLines(page: Page, name: string, explanation: Explanation<unknown, unknown>): string[] {
  const { found, palette, width } = page;
  const { operations, context, fromAnyState, isMinimal, attempts } = explanation;
  const [longest] = [...attempts].sort((a, b) => b.order.length - a.order.length);
  const claim = `${name}${counted(operations.length, 'operation')} that no order explains`;
  const notes = [
    fromAnyState && 'whatever the object held before',
    'whatever else took effect',
    !isMinimal && 'fewer may do, but time was up',
  ].filter((note) => note !== false);
  return [
    `${palette.red('✗')} ${palette.bold(claim)}${palette.dim(` — ${notes.join('; ')}`)}`,
    '',
    ...indent(tableOf(page, operations), '    '),
    ...(context.length > 0
      ? ['', palette.dim('  About the same values, among others:'), ...indent(tableOf(page, context), '    ')]
      : []),
    ...pictureLines(page, operations),
    ...(longest ? ['', ...indent(wrap(attemptWords(found, longest), width - 4).map(palette.dim), '  ')] : []),
  ];
}

/** The operations as an anomaly, as which other parts of a report know how to show them. */
function anomalyOf({ found: { sourceOf } }: Page, operations: readonly AnyOperation[]): Anomaly {
  return {
    kind: 'non-linearizable',
    guarantee: 'linearizability',
    operations: operations.map((operation) => sourceOf(operation).index),
    relations: [],
    facts: {},
  };
}

const tableOf = (page: Page, operations: readonly AnyOperation[]): string[] =>
  operationsTable(anomalyOf(page, operations), page.found.history, page.palette, page.width - 4);

function pictureLines(page: Page, operations: readonly AnyOperation[]): string[] {
  const { found, palette, width } = page;
  const picture = pictureOf(anomalyOf(page, operations), found.history, palette, width - 4);
  return picture.length > 0 ? ['', ...indent(picture, '    ')] : [];
}

/** How far the longest order gets, and what cannot come next. */
function attemptWords(
  { object }: ObjectVerdict,
  { order, states, blocked }: Attempt<unknown, unknown>,
): string {
  const words = (operation: AnyOperation): string => showText(describeOperation(object, operation), 60);
  const shown = order.slice(-SHOWN_ORDER).map(words);
  const way = order.length > SHOWN_ORDER ? `… ${shown.join(', ')}` : shown.join(', ');
  const state = showText(states.at(-1) ?? '', 80);
  const next = blocked.map(words).join(' or ');
  return order.length === 0
    ? `From ${state}, none can come first: ${next}.`
    : `The longest order: ${way}. Then the state is ${state}, and ${next} cannot follow.`;
}
