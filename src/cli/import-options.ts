import { Command, Option } from '@commander-js/extra-typings';
import { formats } from '../history/import/format.js';
import type { ImportOptions } from '../history/import/import-history.js';
import { type TimeUnit, timeUnits } from '../history/import/mapping.js';
import { parseColumns, parseWords } from './parse-mapping.js';

/** A command with the options that say how a history is to be read. */
export function withImport(name: string) {
  return new Command(name)
    .addOption(
      new Option('--format <name>', 'what kind of file it is (default: told by its content)').choices(
        formats.map((format) => format.name),
      ),
    )
    .option('--columns <field=column,...>', 'names of columns or fields that differ from ours', parseColumns)
    .option('--words <type=word|word,...>', 'further words for invoke, ok, fail and info', parseWords)
    .addOption(
      new Option('--time-unit <unit>', 'the unit of times (default: ns)').choices(
        Object.keys(timeUnits) as TimeUnit[],
      ),
    )
    .option(
      '--independent',
      "values are [key value], as in Jepsen's independent tests (default: if they look so)",
    )
    .option('--no-independent', 'values are values, even if they look like [key value]')
    .addOption(
      new Option(
        '--failed-cas <meaning>',
        'what a failed cas says (default: compared-unequal in logs, did-not-happen elsewhere)',
      ).choices(['did-not-happen', 'compared-unequal'] as const),
    );
}

/** The values of those options, as commander hands them over. */
export type GivenImport = ReturnType<ReturnType<typeof withImport>['opts']>;

/** How to read a history, by the options given. */
export function importOptions({
  format,
  columns,
  words,
  timeUnit,
  independent,
  failedCas,
}: GivenImport): ImportOptions {
  const mapping = { ...(columns && { columns }), ...(words && { words }), ...(timeUnit && { timeUnit }) };
  return {
    ...(format && { format }),
    ...(Object.keys(mapping).length > 0 && { mapping }),
    ...(independent !== undefined && { independent }),
    ...(failedCas && { failedCas }),
  };
}

/** What `--help` says about formats. */
export const formatHelp = `Formats:
${formats.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`).join('\n')}`;
