import pc from 'picocolors';
import { campaignVerdict, type FailureTally, type Tally } from '../../src/campaign/tally.js';
import { evidenceRows, faultWords } from '../campaign/evidence-rows.js';
import type { CampaignRecord, KeptFailure } from '../campaign/record.js';
import {
  campaignAnswer,
  cutOffWords,
  failuresByFrequency,
  failureTitle,
  keptOf,
  ruleOfThree,
  runPlace,
  searchWords,
  sizeWords,
} from '../campaign/words.js';
import { counted, formatCount, formatDuration } from '../quantity.js';
import { showText } from '../show-value.js';
import type { TerminalOptions } from '../terminal.js';
import { alignColumns, indent, type Palette, wrap } from './text.js';

const MOST_SHOWN = 12;

/**
 * A campaign's outcome for the terminal: the answer, the failures with how to see them again, then the figures.
 * @param folder the campaign's folder, as a person would write it
 */
export function renderCampaign(
  record: CampaignRecord,
  folder: string,
  { colour, width = 100 }: TerminalOptions,
): string {
  const palette = pc.createColors(colour);
  const { tally, kept, complete } = record;
  const failures = failuresByFrequency(tally);
  const sections = [
    answerLines(record, palette, width),
    complete || failures.length === 0
      ? []
      : [palette.yellow('  Not all was done that was asked for: this is about the seeds that ended.')],
    ...failures
      .slice(0, MOST_SHOWN)
      .map((failure) => failureLines(failure, keptOf(failure, kept), folder, palette, width)),
    failures.length > MOST_SHOWN
      ? [palette.dim(`… and ${counted(failures.length - MOST_SHOWN, 'more failure')}`)]
      : [],
    cellLines(tally, palette, width),
    probeLines(tally, palette, width),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function answerLines(record: CampaignRecord, palette: Palette, width: number): string[] {
  const { tally } = record;
  const { seeds, operations, simulatedMs, canaries } = tally;
  const valid = campaignVerdict(record);
  const badge =
    valid === true
      ? palette.bgGreen(palette.black(palette.bold(' TRUE ')))
      : valid === false
        ? palette.bgRed(palette.black(palette.bold(' FALSE ')))
        : palette.bgYellow(palette.black(palette.bold(' UNKNOWN ')));
  const figures = [
    counted(seeds, 'seed'),
    counted(operations, 'operation'),
    `${formatDuration(simulatedMs * 1e6)} ${runPlace(record.campaign)}`,
    canaries.planted > 0 &&
      `${canaries.reported} of ${counted(canaries.planted, 'canary', 'canaries')} reported`,
  ].filter((part) => part !== false);
  const lines = [
    `${badge}  ${palette.bold(campaignAnswer(record))}`,
    palette.dim(`  ${figures.join(' · ')}`),
  ];
  const least = evidenceRows(tally)
    .slice(0, 4)
    .map(({ name, least: { met } }) => `${name} ${formatCount(met)}`);
  if (valid === true && seeds >= 3)
    lines.push(...indent(wrap(`What that is worth: ${ruleOfThree(seeds)}.`, width - 4), '  '));
  const faults = faultWords(tally);
  const told = [
    least.length > 0 && `Least evidence: ${least.join(' · ')}.`,
    faults !== '' && `Faults: ${faults}.`,
  ].filter((sentence) => sentence !== false);
  lines.push(...told.flatMap((text) => indent(wrap(text, width - 4).map(palette.dim), '  ')));
  return lines;
}

function failureLines(
  failure: FailureTally,
  known: KeptFailure | undefined,
  folder: string,
  palette: Palette,
  width: number,
): string[] {
  const { cell, seeds, first, smallest } = failure;
  const lines = [
    palette.red(palette.bold(`✗ ${showText(failureTitle(failure), width - 2)}`)),
    `  ${showText(cell, 60)} · ${counted(seeds, 'seed')}, first number ${formatCount(first)} · smallest ${showText(smallest.seed, 60)}, ${counted(smallest.operations, 'operation')}`,
  ];
  if (failure.failure) lines.push(palette.dim(`  shape: ${showText(failure.failure.shape, width - 9)}`));
  if (known?.command) lines.push(`  ${palette.cyan(known.command)}`);
  if (known?.report !== undefined) lines.push(`  report: ${folder}/${known.report}`);
  const search = known && searchWords(known);
  if (search) lines.push(...indent(wrap(search, width - 4), '  '));
  if (known?.shrunk) {
    const { size, report, command, story } = known.shrunk;
    lines.push(
      `  shrunk to ${palette.bold(sizeWords(size))}${palette.dim(cutOffWords(known.shrunk))}`,
      ...(story === undefined ? [] : indent(wrap(showText(story, 1000), width - 6), '    ')),
      `  ${palette.cyan(command)}`,
      `  report: ${folder}/${report}`,
    );
  }
  return lines;
}

function cellLines({ cells }: Tally, palette: Palette, width: number): string[] {
  const entries = Object.entries(cells);
  if (entries.length < 2) return [];
  const rows = entries.map(([name, { valid, unknown, invalid }]) => [
    invalid > 0 ? palette.red('✗') : unknown > 0 ? palette.yellow('?') : palette.green('✓'),
    showText(name, 60),
    `${formatCount(valid)} kept`,
    invalid > 0 ? palette.red(`${formatCount(invalid)} failed`) : '0 failed',
    `${formatCount(unknown)} unknown`,
  ]);
  return [palette.bold('Cells'), ...alignColumns(rows, { indent: '  ', width })];
}

function probeLines({ probes }: Tally, palette: Palette, width: number): string[] {
  const entries = Object.entries(probes);
  if (entries.length === 0) return [];
  const rows = entries.map(([name, count]) => [
    count > 0 ? palette.green('✓') : palette.yellow('!'),
    showText(name, 70),
    count > 0 ? `${formatCount(count)}×` : palette.yellow('never seen'),
  ]);
  return [palette.bold('Probes'), ...alignColumns(rows, { indent: '  ', width })];
}
