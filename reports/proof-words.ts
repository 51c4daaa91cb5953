import type { Judgement } from '../src/checkers/verdict.js';
import { explain } from './explain.js';
import { plainText } from './explanations/sentence.js';
import type { RunRecord } from './run-record.js';

/** How a promise was broken: the smallest proof in words; empty where there is none. */
export function proofWords({ anomalies: [first] }: Judgement, { history }: RunRecord): string {
  return first ? plainText(explain(first, history).sentence) : '';
}
