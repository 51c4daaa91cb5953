import { campaignVerdict, type Tally } from '../../src/campaign/tally.js';
import { counted, formatCount, formatDuration } from '../quantity.js';
import { evidenceRows, faultWords } from './evidence-rows.js';
import type { CampaignRecord, KeptFailure } from './record.js';
import {
  campaignAnswer,
  failureTitle,
  keptOf,
  failuresByFrequency,
  ruleOfThree,
  runPlace,
  searchWords,
  sizeWords,
} from './words.js';

const MOST_SHOWN = 20;

/** A campaign in Markdown, for the page of a CI job. */
export function renderMarkdown(record: CampaignRecord): string {
  const { campaign, tally, kept, wallMs, complete } = record;
  const valid = campaignVerdict(record);
  const sign = valid === true ? '✅' : valid === false ? '❌' : '❔';
  const failures = failuresByFrequency(tally);
  const rate = wallMs > 0 ? `${(tally.seeds / (wallMs / 1000)).toFixed(1)} seeds per second` : undefined;
  const figures = [
    counted(tally.seeds, 'seed'),
    counted(tally.operations, 'operation'),
    `${formatDuration(tally.simulatedMs * 1e6)} ${runPlace(campaign)}`,
    rate,
  ].filter((part) => part !== undefined);
  return [
    `## ${sign} ${escapeMarkdown(campaignAnswer(record))}`,
    '',
    `${figures.join(' · ')}; seeds ${code(`${campaign.seed}-…`)}${complete ? '' : '; cut off before its end'}`,
    ...(valid === true && tally.seeds >= 3 ? ['', `What that is worth: ${ruleOfThree(tally.seeds)}.`] : []),
    ...trendLines(record),
    ...failures.slice(0, MOST_SHOWN).flatMap((failure) => {
      const known = keptOf(failure, kept) ?? { failure, command: '' };
      return ['', `### ${escapeMarkdown(failureTitle(failure))}`, '', ...failureLines(known)];
    }),
    ...(failures.length > MOST_SHOWN
      ? ['', `… and ${counted(failures.length - MOST_SHOWN, 'more failure')}`]
      : []),
    '',
    '| cell | kept | failed | unknown |',
    '| --- | ---: | ---: | ---: |',
    ...Object.entries(tally.cells).map(
      ([name, { valid: held, invalid, unknown }]) =>
        `| ${escapeMarkdown(name)} | ${formatCount(held)} | ${formatCount(invalid)} | ${formatCount(unknown)} |`,
    ),
    ...evidenceLines(tally),
    '',
  ].join('\n');
}

/** What is new since the campaign before, and what is gone. */
function trendLines({ trend }: CampaignRecord): string[] {
  const last = trend?.at(-1);
  if (!last?.appeared || !last.vanished) return [];
  const list = (names: readonly string[]): string =>
    names.length === 0 ? 'nothing' : names.slice(0, MOST_SHOWN).map(escapeMarkdown).join('; ');
  return ['', `Since the campaign before: new ${list(last.appeared)}; gone ${list(last.vanished)}.`];
}

/** What the answer rests on. */
function evidenceLines(tally: Tally): string[] {
  const faults = faultWords(tally);
  const rows = evidenceRows(tally);
  return [
    ...(faults === '' ? [] : ['', `Faults: ${escapeMarkdown(faults)}.`]),
    ...(rows.length === 0
      ? []
      : [
          '',
          '| promise | could have been seen to fail | least in a cell | needed in each |',
          '| --- | ---: | ---: | ---: |',
          ...rows.map(
            ({ name, all, least: { met, needed } }) =>
              `| ${escapeMarkdown(name)} | ${formatCount(all)} | ${formatCount(met)} | ${formatCount(needed)} |`,
          ),
        ]),
  ];
}

function failureLines(kept: KeptFailure): string[] {
  const { failure, command, shrunk } = kept;
  const search = searchWords(kept);
  const { cell, seeds, smallest } = failure;
  return [
    `${escapeMarkdown(cell)}: ${counted(seeds, 'seed')}, the smallest ${code(smallest.seed)}.`,
    ...(search === undefined ? [] : ['', search]),
    ...(shrunk
      ? ['', `Shrunk to ${sizeWords(shrunk.size)}.${shrunk.story ? ` ${escapeMarkdown(shrunk.story)}` : ''}`]
      : []),
    ...(command === ''
      ? []
      : ['', fenced([shrunk?.command, command].filter((one) => one !== undefined).join('\n'))]),
  ];
}

/** Text that means nothing in Markdown but itself. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_[\]#@|<>~&]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const code = (text: string): string => `<code>${escapeMarkdown(text)}</code>`;

/** A block of code that its content cannot end. */
export function fenced(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}\n${text}\n${fence}`;
}
