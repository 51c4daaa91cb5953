import type { Judgement } from '../src/checkers/verdict.js';
import { escapeXml } from './campaign/escape-xml.js';
import { guaranteeWords } from './guarantee-words.js';
import { counted } from './quantity.js';
import type { RunRecord } from './run-record.js';
import { proofWords } from './proof-words.js';

/** A run as JUnit XML, which every CI system reads: a test case for each promise. */
export function renderRunJunit(run: RunRecord): string {
  const promised = run.verdict.judgements.filter(({ promise }) => promise);
  const cases = promised.map((judgement) => testCase(judgement, run));
  const count = (holds: boolean | 'unknown'): number =>
    promised.filter((judgement) => judgement.holds === holds).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${escapeXml(nameOf(run))}" tests="${promised.length}" failures="${count(false)}" skipped="${count('unknown')}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n');
}

function testCase(judgement: Judgement, run: RunRecord): string {
  const { guarantee, holds, why, anomalyCount, evidence } = judgement;
  const open = `  <testcase classname="${escapeXml(run.title)}" name="${guarantee}"`;
  if (holds === true) return `${open}/>`;
  const inside =
    holds === 'unknown'
      ? `<skipped message="${escapeXml(why ?? `Only ${counted(evidence.chances, 'time')} could it have been seen to fail.`)}"/>`
      : `<failure type="${escapeXml(judgement.anomalies[0]?.kind ?? guarantee)}" message="${escapeXml(`${guaranteeWords[guarantee].title} is broken ${counted(anomalyCount, 'time')}`)}">${escapeXml([proofWords(judgement, run), run.replay ?? ''].join('\n'))}</failure>`;
  return `${open}>\n    ${inside}\n  </testcase>`;
}

const nameOf = ({ title, plan }: RunRecord): string =>
  plan ? `splitbrain ${title}, seed ${plan.seed}` : `splitbrain ${title}`;
