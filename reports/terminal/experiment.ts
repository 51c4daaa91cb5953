import pc from 'picocolors';
import type { Experiment, Never, Shows } from '../../experiments/experiment.js';
import type { ExperimentGroup } from '../../experiments/registry.js';
import type { CampaignOutcome, ExperimentRun } from '../../experiments/run-experiment.js';
import { neverWords, showsWords } from '../experiment-words.js';
import type { ClusterKind } from '../../src/cluster/cluster.js';
import { explain } from '../explain.js';
import { enumerate, plainText } from '../explanations/sentence.js';
import { counted, formatCount } from '../quantity.js';
import { telltale } from '../telltale.js';
import type { TerminalOptions } from '../terminal.js';
import { alignColumns, colourSentence, indent, type Palette, wrap } from './text.js';

const DEFAULT_WIDTH = 100;

/** All experiments by what they are about: the name, the design, and under it what must be seen of it. */
export function experimentList(
  groups: readonly ExperimentGroup[],
  { colour, width = DEFAULT_WIDTH }: TerminalOptions,
): string {
  const palette = pc.createColors(colour);
  const blocks = groups.map(({ about, experiments }) => {
    const rows = experiments.flatMap(({ id, design, shows }) => [
      [palette.bold(id), design],
      ['', outcomeOf(shows, palette)],
    ]);
    return [
      ...wrap(about, width).map(palette.underline),
      ...alignColumns(rows, { indent: '  ', width }),
    ].join('\n');
  });
  return `${blocks.join('\n\n')}\n\nRun one, or all whose names begin so: npx splitbrain experiment SL1`;
}

/** What comes of a design: an anomaly, something else that is seen, or nothing that should not be. */
function outcomeOf(shows: Shows | undefined, palette: Palette): string {
  if (!shows) return palette.green('→ sound');
  const paint = 'what' in shows ? palette.cyan : palette.yellow;
  return paint(`→ ${showsWords(shows)}`);
}

/** What an experiment is about. */
export function experimentLines(
  { id, design, story, options, bugs = [] }: Experiment,
  { colour, width = DEFAULT_WIDTH }: TerminalOptions,
): string {
  const palette = pc.createColors(colour);
  const given = [
    ...Object.entries(options).map(([name, value]) => `-o ${name}=${JSON.stringify(value)}`),
    ...bugs.map((bug) => `--bug ${bug}`),
  ].join(' ');
  return [
    palette.bold(`${id}  ${design}`),
    ...indent(wrap(story, width - 4), '  '),
    ...(given === '' ? [] : [palette.dim(`  ${given}`)]),
  ].join('\n');
}

/** Where an experiment runs, where that is not what it says itself. */
export function stageLine(cluster: ClusterKind, nodes: number, { colour }: TerminalOptions): string {
  const where = { simulation: 'In simulation', processes: 'On local processes', docker: 'In Docker' }[
    cluster
  ];
  return pc.createColors(colour).dim(`  ${where}, ${counted(nodes, 'node')}`);
}

/** A try that did not show the anomaly, on a cluster that cannot be told to be punctual. */
export function retryLine(
  { tries, of, slowness, report }: { tries: number; of: number; slowness: number; report: string },
  { colour }: TerminalOptions,
): string {
  const palette = pc.createColors(colour);
  return [
    `  ${palette.yellow('!')} Try ${tries} of ${of}, with all times ×${slowness}, did not show it; once more, slower.`,
    palette.dim(`    ${report}`),
  ].join('\n');
}

/** What the directed schedule showed. */
export function witnessLines(
  experiment: Experiment,
  run: ExperimentRun,
  { cluster, report }: { readonly cluster: ClusterKind; readonly report: string },
  { colour, width = DEFAULT_WIDTH }: TerminalOptions,
): string {
  const { shows, never } = experiment;
  const { history, shown, broken } = run;
  const palette = pc.createColors(colour);
  const marked = (mark: string, text: string): string[] => {
    const [first = '', ...more] = wrap(text, width - 4);
    return [`  ${mark} ${first}`, ...indent(more, '    ')];
  };
  const good = (text: string): string[] => marked(palette.green('✓'), text);
  const bad = (text: string): string[] => marked(palette.red('✗'), text);
  const lines: string[] = [];
  if (shows) {
    const what = showsWords(shows);
    const when = cluster === 'simulation' ? 'At once' : 'Shown';
    lines.push(
      ...(shown ? good(`${when}: ${what}`) : bad(`The directed schedule does not show it: ${what}`)),
    );
  }
  if (broken.length > 0) lines.push(...bad(`Broken, which must never be: ${titles(broken)}`));
  else if (never.length > 0) lines.push(...good(`Kept: ${titles(never)}`));
  const anomaly = telltale(experiment, run);
  if (anomaly) {
    lines.push(...indent(colourSentence(explain(anomaly, history).sentence, width - 6, palette), '    '));
  }
  lines.push(palette.dim(`    ${report}`));
  return lines.join('\n');
}

/** What the random plans showed. */
export function campaignSentence(
  { shows, never }: Experiment,
  { seeds, shown, first, broken }: CampaignOutcome,
  { colour, width = DEFAULT_WIDTH }: TerminalOptions,
): string {
  const palette = pc.createColors(colour);
  const marked = (mark: string, text: string): string => {
    const [line = '', ...more] = wrap(text, width - 4);
    return [`  ${mark} ${line}`, ...indent(more, '    ')].join('\n');
  };
  const plans = counted(seeds, 'random plan');
  if (broken) {
    return marked(
      palette.red('✗'),
      `Random plan ${formatCount(seeds)} (seed ${broken.plan.seed}) broke what must never be: ${titles(broken.broken)}`,
    );
  }
  const found = !shows
    ? ''
    : first === undefined
      ? `none of ${plans} showed it`
      : `${formatCount(shown)} of ${plans} showed it, the first was number ${formatCount(first)}`;
  const kept = never.length === 0 ? '' : `none of ${plans} broke ${titles(never)}`;
  const text = [found, kept].filter((part) => part !== '').join('; ');
  const mark = shows && first === undefined ? palette.yellow('!') : palette.green('✓');
  return marked(mark, `${text.charAt(0).toUpperCase()}${text.slice(1)}`);
}

function titles(nevers: readonly Never[]): string {
  return plainText(enumerate(nevers.map(neverWords)));
}
