import type { Judgement } from '../src/checkers/verdict.js';
import { escapeMarkdown, fenced } from './campaign/markdown.js';
import { guaranteeWords } from './guarantee-words.js';
import { counted, formatCount, formatDuration } from './quantity.js';
import { answer } from './answer.js';
import type { RunRecord } from './run-record.js';
import { proofWords } from './proof-words.js';

/** A run in Markdown, for the page of a CI job. */
export function renderRunMarkdown(run: RunRecord): string {
  const { title, verdict, history, plan, replay } = run;
  const { valid, judgements, faults, operations, reasons } = verdict;
  const sign = valid === true ? '✅' : valid === false ? '❌' : '❔';
  const struck = faults.map(({ kind, injected }) => `${kind} ${formatCount(injected)}×`).join(', ');
  const figures = [
    counted(operations.ok + operations.fail + operations.info, 'operation'),
    formatDuration(history.endedAt),
    struck === '' ? 'no faults' : struck,
    ...(plan ? [`seed ${plan.seed}`] : []),
  ];
  const broken = judgements.filter(({ promise, holds }) => promise && holds === false);
  return [
    `## ${sign} ${escapeMarkdown(`${title}: ${answer(verdict)}`)}`,
    '',
    escapeMarkdown(figures.join(' · ')),
    ...(valid === 'unknown' ? ['', ...reasons.map((reason) => `- ${escapeMarkdown(reason)}`)] : []),
    ...broken.flatMap((judgement) => [
      '',
      `### ${guaranteeWords[judgement.guarantee].title}`,
      '',
      escapeMarkdown(proofWords(judgement, run)),
    ]),
    ...(replay === undefined ? [] : ['', fenced(replay)]),
    '',
    '| promise | | could have been seen to fail |',
    '| --- | --- | ---: |',
    ...judgements.filter(({ promise }) => promise).map(row),
    '',
  ].join('\n');
}

function row({ guarantee, holds, evidence }: Judgement): string {
  const word = holds === 'unknown' ? 'unknown' : holds ? 'kept' : 'broken';
  return `| ${guaranteeWords[guarantee].title} | ${word} | ${formatCount(evidence.chances)} |`;
}
