import { Argument, Command } from '@commander-js/extra-typings';
import pc from 'picocolors';
import { z } from 'zod';
import { targets } from '../../../targets/registry.js';
import { workloads } from '../../../workloads/registry.js';
import { understoodBy } from '../../checkers/objects/object-model.js';
import { objectModels } from '../../checkers/objects/registry.js';
import { checkers } from '../../checkers/registry.js';
import { formats } from '../../history/import/format.js';
import type { MayBreak } from '../../nemesis/fault.js';
import { faults } from '../../nemesis/registry.js';

type Row = readonly [name: string, text: string];

/** Rows with their texts aligned. */
function table(rows: readonly Row[], indent = ''): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${indent}${pc.bold(name.padEnd(width))}  ${text}`).join('\n');
}

interface JsonProperty {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
}

/** The options that a schema knows, with defaults and choices. */
function optionRows(schema: z.ZodType): Row[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as {
    properties?: Record<string, JsonProperty>;
  };
  return Object.entries(properties).map(([name, { description = '', default: standard, enum: choices }]) => [
    name,
    `${description} ${pc.dim(`(${choices ? `${choices.join(', ')}; ` : ''}default ${JSON.stringify(standard)})`)}`,
  ]);
}

function wordsFor({ guarantees }: MayBreak): string {
  return guarantees === 'all' ? 'every promise' : guarantees.join(', ');
}

const lists: Readonly<Record<string, () => string>> = {
  targets: () =>
    targets
      .map(
        (target) =>
          `${table([[target.name, target.summary]])}\n  options (-o name=value, defaults on 5 nodes):\n${table(optionRows(target.options(5)), '    ')}`,
      )
      .join('\n\n'),
  workloads: () =>
    workloads
      .map(
        (workload) =>
          `${table([[workload.name, workload.summary]])}\n  knobs (-k name=value):\n${table(optionRows(workload.knobs), '    ')}\n  operations: ${workload.operations.join(', ')}\n  judged by: ${workload.judges.join(', ')}`,
      )
      .join('\n\n'),
  faults: () =>
    table(
      faults.map(({ kind, summary, clusters, mayBreak }) => {
        const able = Object.entries(clusters).filter(([, ability]) => ability === true);
        const named = mayBreak
          ? ` ${pc.yellow(`only when named: may break ${wordsFor(mayBreak)}, because ${mayBreak.because}`)}`
          : '';
        return [kind, `${summary} ${pc.dim(`(${able.map(([cluster]) => cluster).join(', ')})`)}${named}`];
      }),
    ),
  checkers: () => table(checkers.map(({ guarantee, summary }) => [guarantee, summary])),
  models: () =>
    table(
      objectModels.map((model) => [model.name, `${model.summary} ${pc.dim(`(${understoodBy(model)})`)}`]),
    ),
  formats: () => table(formats.map(({ name, summary }) => [name, summary])),
  bugs: () =>
    targets
      .map(
        ({ name, bugs }) =>
          `${name}\n${table(
            bugs.map(({ name: bug, summary, causes, options = {} }) => [
              bug,
              [
                summary,
                ...Object.entries(options).map(([option, value]) =>
                  pc.dim(`${option}=${JSON.stringify(value)}`),
                ),
                pc.dim(`→ ${causes.join(', ')}`),
              ].join(' '),
            ]),
            '  ',
          )}`,
      )
      .join('\n\n'),
};

/** `splitbrain list`: what there is. */
export function listCommand() {
  return new Command('list')
    .summary('list targets, workloads, faults, checkers, models, formats or planted bugs')
    .description('Lists what there is to choose from, with options and defaults.')
    .addArgument(new Argument('<what>', 'what to list').choices(Object.keys(lists)))
    .addHelpText('after', '\nExample:\n  $ npx splitbrain list targets')
    .action((what) => {
      process.stdout.write(`${lists[what]?.()}\n`);
    });
}
