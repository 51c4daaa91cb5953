import { chancesWords } from './chances-words.js';
import pc from 'picocolors';
import type { Anomaly, Guarantee } from '../src/checkers/checker.js';
import type { Judgement, Verdict } from '../src/checkers/verdict.js';
import { type AnomalyGroup, anomalyGroups } from './anomaly-groups.js';
import { answer } from './answer.js';
import { describeFault } from './describe-fault.js';
import { explain } from './explain.js';
import { Telling } from './explanations/telling.js';
import { takenBackAmong, takenBackIn } from './taken-back.js';
import { factsWords } from './facts-words.js';
import { meanwhile } from './faults-during.js';
import { guaranteeWords, inSentence } from './guarantee-words.js';
import { counted, formatCount, formatDuration } from './quantity.js';
import type { RunRecord } from './run-record.js';
import { showName, showText } from './show-value.js';
import { pictureOf } from './terminal/picture.js';
import { operationsTable } from './terminal/operations-table.js';
import { stalenessLines } from './terminal/staleness.js';
import { suspendedSentence } from './suspended-sentence.js';
import { alignColumns, colourSentence, indent, type Palette, widthOf, wrap } from './terminal/text.js';

/** How a verdict is to be printed. */
export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns; lines of prose and pictures keep within them. */
  readonly width?: number;
}

const DEFAULT_WIDTH = 100;
const MIN_WIDTH = 60;
const SHOWN_REASONS = 8;

/** A run's verdict for the terminal: the answer first, then the evidence, and last how to go on. */
export function renderVerdict(run: RunRecord, { colour, width = DEFAULT_WIDTH }: TerminalOptions): string {
  const page: Page = { run, palette: pc.createColors(colour), width: Math.max(MIN_WIDTH, width) };
  return [
    verdictLines(page),
    promiseLines(page),
    suspendedLines(page),
    observedLines(page),
    figureLines(page),
    latticeLines(page),
    page.run.verdict.staleness ? stalenessLines(page.run.verdict.staleness, page.palette, page.width) : [],
    ...anomalyGroups(run.verdict).map((group) => anomalyLines(page, group)),
    faultLines(page),
    closingLines(page),
  ]
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n');
}

interface Page {
  readonly run: RunRecord;
  readonly palette: Palette;
  readonly width: number;
}

function verdictLines({ run, palette, width }: Page): string[] {
  const { verdict, plan, clusterKind, history } = run;
  const about = [
    showText(run.title, 60),
    clusterKind && showText(clusterKind, 30),
    plan && counted(plan.nodes.length, 'node'),
    plan && clusterKind === 'simulation' && `${showText(plan.network.latency, 30)} latency`,
    plan && `seed ${showName(plan.seed, 40)}`,
    formatDuration(history.endedAt),
  ].filter((part) => part !== undefined && part !== false);
  const lines = [`${badge(verdict.valid, palette)}  ${palette.bold(answerInFull(verdict))}`];
  lines.push(palette.dim(`  ${about.join(' · ')}`));
  for (const reason of verdict.reasons.slice(0, SHOWN_REASONS)) {
    lines.push(...indent(wrap(showText(reason, 400), width - 4), '  '));
  }
  const more = verdict.reasons.length - SHOWN_REASONS;
  if (more > 0) lines.push(palette.dim(`  … and ${counted(more, 'more reason')}`));
  return lines;
}

/** What checkers counted of the whole history. */
function figureLines(page: Page): string[] {
  const rows = page.run.verdict.judgements.flatMap((judgement) => {
    const words = factsWords(judgement).map(({ name, value }) => `${name} ${value}`);
    return words.length > 0 ? [[guaranteeWords[judgement.guarantee].title, words.join(' · ')]] : [];
  });
  if (rows.length === 0) return [];
  return [heading('Counted', page), ...alignColumns(rows, { indent: '  ', width: page.width })];
}

/** Where the history stands among the guarantees that follow from each other. */
function latticeLines({ run: { verdict }, palette, width }: Page): string[] {
  const { strongestHeld = [], weakestBroken = [] } = verdict.lattice ?? {};
  const line = (label: string, names: readonly Guarantee[]): string[] =>
    names.length === 0
      ? []
      : indent(
          wrap(`${label}: ${names.map((name) => guaranteeWords[name].title).join(', ')}.`, width - 4),
          '  ',
        );
  return [
    ...line('Strongest that hold', strongestHeld),
    ...line('Weakest that fail', weakestBroken).map((text) => palette.bold(text)),
  ];
}

function badge(valid: Verdict['valid'], { bgGreen, bgRed, bgYellow, black, bold }: Palette): string {
  if (valid === true) return bgGreen(black(bold(' TRUE ')));
  return valid === false ? bgRed(black(bold(' FALSE '))) : bgYellow(black(bold(' UNKNOWN ')));
}

function answerInFull(verdict: Verdict): string {
  const { valid, asked } = verdict;
  if (valid === false) return `${answer(verdict)}.`;
  if (asked) {
    return valid === true
      ? 'All that could be judged holds, and had its chances to fail.'
      : 'Nothing was seen to be violated, but not all could be judged.';
  }
  return valid === true
    ? 'Every promise held, and had its chances to fail.'
    : 'No promise was seen to break, but not all could be judged.';
}

function promiseLines(page: Page): string[] {
  const { judgements, asked } = page.run.verdict;
  const promised = judgements.filter(({ promise }) => promise);
  if (promised.length === 0) return [];
  return asked
    ? [heading('Guarantees', page), ...judgementTable(promised, page, statusIn('holds', 'violated'))]
    : [heading('Promised', page), ...judgementTable(promised, page, statusIn('kept', 'broken'))];
}

function suspendedLines({ run: { verdict }, palette, width }: Page): string[] {
  return (verdict.suspended ?? []).flatMap((one) =>
    wrap(suspendedSentence(one), width).map((line) => palette.yellow(line)),
  );
}

function observedLines(page: Page): string[] {
  const others = page.run.verdict.judgements.filter(({ promise }) => !promise);
  if (others.length === 0) return [];
  return [heading('Not promised, but looked for', page), ...judgementTable(others, page, observedStatus)];
}

function judgementTable(
  judgements: readonly Judgement[],
  { palette, width }: Page,
  status: (judgement: Judgement, palette: Palette) => readonly [mark: string, text: string],
): string[] {
  const rows = judgements.map((judgement) => {
    const [mark, text] = status(judgement, palette);
    return [mark, guaranteeWords[judgement.guarantee].title, text, evidenceOf(judgement, palette)];
  });
  return alignColumns(rows, { indent: '  ', width });
}

/** How a guarantee that matters came out, in the words for one that was kept and one that was not. */
function statusIn(kept: string, broken: string) {
  return ({ holds, anomalyCount }: Judgement, { green, red, yellow }: Palette) => {
    if (holds === true) return [green('✓'), green(kept)] as const;
    if (holds === 'unknown') return [yellow('?'), yellow('unknown')] as const;
    return [red('✗'), red(`${broken} ×${formatCount(anomalyCount)}`)] as const;
  };
}

function observedStatus({ holds, anomalyCount }: Judgement, { dim, yellow }: Palette) {
  if (holds === true) return [dim('✓'), dim('held')] as const;
  if (holds === 'unknown') return [dim('?'), dim('unknown')] as const;
  return [yellow('•'), yellow(`violated ×${formatCount(anomalyCount)}`)] as const;
}

function evidenceOf({ holds, why, impliedBy, evidence }: Judgement, { dim }: Palette): string {
  if (impliedBy)
    return dim(`as ${guaranteeWords[impliedBy].title} ${holds === true ? 'holds' : 'is violated'}`);
  if (holds === 'unknown' && why !== undefined) return dim(showText(why, 200));
  return dim(chancesWords(evidence));
}

function anomalyLines(page: Page, { anomaly, count, promised, guarantees }: AnomalyGroup): string[] {
  const { palette, run, width } = page;
  const { headline, sentence, order } = explain(anomaly, run.history);
  const paint = promised ? palette.red : palette.yellow;
  const tally = [
    run.verdict.asked ? 'violated' : promised ? 'promise broken' : 'observed, allowed',
    count > 1 && `the smallest of ${formatCount(count)}`,
    guarantees.length > 1 &&
      `against ${guarantees.map((name) => inSentence(guaranteeWords[name].title)).join(', ')}`,
  ].filter((part) => part !== false);
  const title = `${promised ? '✗' : '•'} ${headline}`;
  const paintedTitle = `${paint(title.charAt(0))} ${palette.bold(headline)}`;
  const words = tally.join('; ');
  const fits = widthOf(title) + 3 + widthOf(words) <= width;
  return [
    ...(fits
      ? [`${paintedTitle}${palette.dim(` — ${words}`)}`]
      : [paintedTitle, ...indent(wrap(words, width - 2).map(palette.dim), '  ')]),
    ...indent(colourSentence(sentence, width - 4, palette), '  '),
    ...(order ? indent(wrap(order.map(({ text }) => text).join(''), width - 4).map(palette.dim), '  ') : []),
    '',
    ...indent(tableOf(anomaly, page), '    '),
    ...pictureLines(anomaly, page),
    ...meanwhileLines(anomaly, page),
  ];
}

function meanwhileLines(anomaly: Anomaly, { run, palette, width }: Page): string[] {
  const { operations, times } = new Telling(anomaly, run.history);
  const takenBack = takenBackAmong(operations, takenBackIn(run.logs ?? []), times.moment);
  return [meanwhile(operations, run.history), takenBack].flatMap((words) =>
    words === undefined ? [] : ['', ...indent(wrap(words, width - 4).map(palette.dim), '  ')],
  );
}

function tableOf(anomaly: Anomaly, { run, palette, width }: Page): string[] {
  return operationsTable(anomaly, run.history, palette, width - 4);
}

function pictureLines(anomaly: Anomaly, { run, palette, width }: Page): string[] {
  const picture = pictureOf(anomaly, run.history, palette, width - 4);
  return picture.length > 0 ? ['', ...indent(picture, '    ')] : [];
}

function faultLines(page: Page): string[] {
  const { run, palette, width } = page;
  const { faults, operations } = run.verdict;
  const rows = faults.map(({ kind, injected, operations: met }) => {
    const example = run.history.faults.find((fault) => fault.kind === kind);
    return [
      showText(kind, 30),
      `${formatCount(injected)} injected`,
      `met by ${counted(met, 'operation')}`,
      example ? palette.dim(`such as ${describeFault(kind, example.value)}`) : '',
    ];
  });
  const { ok, fail, info } = operations;
  const tally = [
    palette.green(`${formatCount(ok)} ok`),
    fail > 0 ? palette.red(`${formatCount(fail)} failed`) : '0 failed',
    info > 0 ? palette.yellow(`${formatCount(info)} of unknown outcome`) : '0 of unknown outcome',
  ];
  return [
    heading('Faults and operations', page),
    ...alignColumns(rows, { indent: '  ', width }),
    ...(faults.length === 0 ? [palette.dim('  no faults')] : []),
    `  ${counted(ok + fail + info, 'operation')}: ${tally.join(', ')}`,
  ];
}

function closingLines({ run, palette }: Page): string[] {
  const rows: string[][] = [];
  if (run.replay !== undefined)
    rows.push([palette.dim('Reproduce'), palette.cyan(showText(run.replay, 2000))]);
  if (run.runPath !== undefined)
    rows.push([palette.dim('Report'), palette.cyan(`${showText(run.runPath, 1000)}/index.html`)]);
  return rows.length > 0 ? alignColumns(rows, { indent: '', width: Infinity }) : [];
}

function heading(text: string, { palette }: Page): string {
  return palette.bold(text);
}
