import { parseStanding } from '../src/replica/standing.js';
import type { NodeLog } from './run-record.js';

/** One line of a node's log. */
export interface LogLine {
  /** Nanoseconds since the run began; absent where the line does not say. */
  readonly at?: number;
  /** What it says, without the time. */
  readonly text: string;
}

/** Whether a line is for programs: a figure that a replica told, or the count of a probe. */
export const isForPrograms = ({ text }: LogLine): boolean =>
  parseStanding(text) !== undefined || /^probe \d+: /.test(text);

const timed = /^(\d{1,12}(?:\.\d{1,6})?) (.*)$/s;

/** The lines of a log: milliseconds stand before what each says. */
export function logLines({ text }: Pick<NodeLog, 'text'>): LogLine[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, ms, said] = timed.exec(line) ?? [];
      if (ms === undefined || said === undefined) return { text: line };
      return { at: Math.round(Number(ms) * 1e6), text: said };
    });
}
