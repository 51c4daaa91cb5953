// `npm run bench [-- name…]`: prints tables of medians; of all groups, or of what the names given are part of.
import { bugsGroup } from './bugs.js';
import { campaignGroup } from './campaign.js';
import type { Group } from './group.js';
import { guaranteesGroup } from './guarantees.js';
import { porcupineGroup } from './porcupine.js';
import { readingGroup } from './reading.js';
import { reportGroup } from './report.js';
import { simulationGroup } from './simulation.js';
import { printMarkdown, printTable } from './table.js';

const groups: Readonly<Record<string, Group>> = {
  campaign: campaignGroup,
  simulation: simulationGroup,
  porcupine: porcupineGroup,
  reading: readingGroup,
  report: reportGroup,
  guarantees: guaranteesGroup,
  bugs: bugsGroup,
};

const asked = process.argv.slice(2);
const known = Object.entries(groups).flatMap(([group, { names }]) => [group, ...names]);
const pointless = asked.filter((part) => !known.some((name) => name.includes(part)));
if (pointless.length > 0) {
  console.error(
    `There is nothing named ${pointless.join(', ')} to measure. Groups: ${Object.keys(groups).join(', ')}. Or name rows, or parts of their names, such as jep or reg-c20.`,
  );
  process.exit(254);
}

console.log(`Node ${process.version}, one thread\n`);
for (const [group, { names, measure, isMarkdown = false, onlyWhenAsked = false }] of Object.entries(groups)) {
  const isWanted = (name: string): boolean =>
    (asked.length === 0 && !onlyWhenAsked) ||
    asked.includes(group) ||
    asked.some((part) => !(part in groups) && name.includes(part));
  if (!names.some(isWanted)) continue;
  const { table, failures } = await measure(isWanted);
  if (isMarkdown) printMarkdown(table);
  else printTable(table);
  for (const failure of failures) console.error(`FAILED: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}
