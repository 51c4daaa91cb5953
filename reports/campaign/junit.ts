import { escapeXml } from './escape-xml.js';
import type { CampaignRecord, KeptFailure } from './record.js';
import { failureTitle, keptOf, thinIn, toldFailure } from './words.js';

/**
 * A campaign as JUnit XML, which every CI system reads: a test case for each cell of the matrix. A cell fails with its
 * failures, each with its seed and how to see it again; what could not be judged is skipped.
 */
export function renderJunit({ campaign, tally, kept, wallMs, complete }: CampaignRecord): string {
  const cells = Object.entries(tally.cells);
  const cases = cells.map(([name, outcomes]) => {
    const failures = Object.values(tally.failures).filter(({ cell }) => cell === name);
    const thin = thinIn({ [name]: outcomes });
    const inside =
      failures.length > 0
        ? failures.map((failure) => failureElement(keptOf(failure, kept) ?? { failure, command: '' }))
        : outcomes.unknown > 0 || thin.length > 0
          ? [`    <skipped message="${escapeXml(doubtWords(outcomes.unknown, thin))}"/>`]
          : [];
    const open = `  <testcase classname="splitbrain torture" name="${escapeXml(name)}"`;
    return inside.length > 0 ? [`${open}>`, ...inside, '  </testcase>'].join('\n') : `${open}/>`;
  });
  const isSilent = tally.canaries.planted > 0 && tally.canaries.reported === 0;
  const canary =
    tally.canaries.planted === 0
      ? []
      : isSilent
        ? [
            '  <testcase classname="splitbrain torture" name="canary">\n    <failure message="None of the seeds with a planted bug was reported."/>\n  </testcase>',
          ]
        : ['  <testcase classname="splitbrain torture" name="canary"/>'];
  const rest = complete
    ? []
    : [
        '  <testcase classname="splitbrain torture" name="all that was asked for">\n    <skipped message="Not all was done: this is about the seeds that ended."/>\n  </testcase>',
      ];
  const failed = cells.filter(([name]) => Object.values(tally.failures).some(({ cell }) => cell === name));
  const skipped = [...cases, ...rest].filter((text) => text.includes('<skipped ')).length;
  const counts = `tests="${cases.length + canary.length + rest.length}" failures="${failed.length + (isSilent ? 1 : 0)}" skipped="${skipped}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="splitbrain torture, seeds ${escapeXml(campaign.seed)}-…" ${counts} time="${(wallMs / 1000).toFixed(3)}">`,
    ...cases,
    ...canary,
    ...rest,
    '</testsuite>',
    '',
  ].join('\n');
}

function doubtWords(unknown: number, thin: readonly string[]): string {
  const words = [
    unknown > 0 && `${unknown} seeds could not be judged`,
    thin.length > 0 && `too little evidence for ${thin.join(', ')}`,
  ];
  return words.filter((part) => part !== false).join('; ');
}

function failureElement(kept: KeptFailure): string {
  const { failure } = kept;
  const text = toldFailure(kept).map(escapeXml).join('\n');
  const type = failure.failure?.kind ?? 'crash';
  return `    <failure type="${escapeXml(type)}" message="${escapeXml(failureTitle(failure))}">${text}</failure>`;
}
