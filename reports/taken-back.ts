import type { Value } from '../src/history/event.js';
import type { Operation } from '../src/history/operation.js';
import { parseTakenBack, type TakenBackWrite } from '../src/replica/taken-back.js';
import { groupBy } from './group-by.js';
import { logLines } from './log-lines.js';
import { counted, formatCount } from './quantity.js';
import type { NodeLog } from './run-record.js';
import { showName, showValue } from './show-value.js';

/** A write that a node said it took back. */
export interface TakenBack extends TakenBackWrite {
  readonly node: string;
  /** Nanoseconds; absent where the log does not say. */
  readonly time?: number;
}

/** So many writes are named of each node. */
const MAX_NAMED = 10;

/** The writes that nodes said they took back, in the order of their logs. */
export function takenBackIn(logs: readonly NodeLog[]): TakenBack[] {
  return logs.flatMap((log) =>
    logLines(log).flatMap(({ at: time, text }) => {
      const write = parseTakenBack(text);
      return write ? [{ ...write, node: log.node, ...(time !== undefined && { time }) }] : [];
    }),
  );
}

/**
 * Says which of these operations’ writes nodes took back, and when; undefined when none was.
 * @param moment how to write a moment
 */
export function takenBackAmong(
  operations: readonly Operation[],
  takenBack: readonly TakenBack[],
  moment: (ns: number) => string,
): string | undefined {
  const found = takenBack.filter(({ key, value }) =>
    operations.some(
      (one) => one.f === 'write' && one.key === key && JSON.stringify(one.input) === JSON.stringify(value),
    ),
  );
  if (found.length === 0) return undefined;
  const words = [...groupBy(found, (one) => `${showName(one.node)} took ${pairOf(one)} back`)]
    .slice(0, MAX_NAMED)
    .map(([who, [first, ...again]]) => {
      const { time } = first as TakenBack;
      const when = time === undefined ? '' : moment(time);
      const often =
        again.length > 0
          ? ` ${formatCount(again.length + 1)} times${when && `, first at ${when}`}`
          : when && ` at ${when}`;
      return `${who}${often}: ${placeOf(first as TakenBack)} of its log ${again.length > 0 ? 'then had' : 'now has'} something else`;
    });
  return `${words.join('; ')}.`;
}

/** What each node took back, a sentence each: how many writes, and the first of them. */
export function takenBackByNode(takenBack: readonly TakenBack[]): string[] {
  const byNode = new Map<string, TakenBack[]>();
  for (const one of takenBack) byNode.set(one.node, [...(byNode.get(one.node) ?? []), one]);
  return [...byNode].map(([node, writes]) => {
    const named = writes.slice(0, MAX_NAMED).map((one) => `${pairOf(one)} (${placeOf(one)})`);
    const more = writes.length - named.length;
    return `${showName(node)} took back ${counted(writes.length, 'write')}: ${named.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}.`;
  });
}

const pairOf = ({ key, value }: TakenBack): string => `${showName(key)}=${showValue(value as Value, 32)}`;

const placeOf = ({ at, term }: TakenBack): string => `place ${at} of term ${term}`;
