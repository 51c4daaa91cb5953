import { campaignVerdict } from '../../src/campaign/tally.js';
import type { CampaignRecord } from './record.js';
import { campaignAnswer, failuresByFrequency, failureTitle, keptOf, toldFailure } from './words.js';

/** GitHub shows so many annotations of a kind for a step. */
const MOST_SHOWN = 10;

/** A campaign's failures as workflow commands of GitHub Actions, a line each, which it shows beside the job. */
export function githubAnnotations(record: CampaignRecord): string[] {
  const { tally, kept } = record;
  const failures = failuresByFrequency(tally).slice(0, MOST_SHOWN);
  if (failures.length > 0) {
    return failures.map((failure) => {
      const told = toldFailure(keptOf(failure, kept) ?? { failure, command: '' });
      return `::error title=${property(failureTitle(failure))}::${message(told.join('\n'))}`;
    });
  }
  const valid = campaignVerdict(record);
  if (valid === true) return [];
  return [`::${valid === false ? 'error' : 'warning'} title=splitbrain::${message(campaignAnswer(record))}`];
}

const message = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
