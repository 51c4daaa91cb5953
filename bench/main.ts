// `npm run bench [-- group]`: prints tables of medians.
import { porcupineTable } from './porcupine.js';
import { simulationTable } from './simulation.js';
import { printTable, type Table } from './table.js';

const groups: Readonly<Record<string, () => Promise<Table>>> = {
  simulation: simulationTable,
  porcupine: porcupineTable,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(groups, name));
if (unknown.length > 0) {
  console.error(
    `There is no group ${unknown.join(', ')} to measure. Groups: ${Object.keys(groups).join(', ')}.`,
  );
  process.exit(254);
}
console.log(`Node ${process.version}, one thread\n`);
for (const [name, measureGroup] of Object.entries(groups)) {
  if (asked.length === 0 || asked.includes(name)) printTable(await measureGroup());
}
