import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import pc from 'picocolors';
import { guarantees as allGuarantees, type Guarantee } from '../../checkers/checker.js';
import { operationsBeside } from '../../checkers/define-checker.js';
import { registerOperations } from '../../checkers/define-register-checker.js';
import { judge } from '../../checkers/judge.js';
import { type Aspect, aspects, latticesBy } from '../../checkers/lattices-by.js';
import { objectModelNamed, objectModels } from '../../checkers/objects/registry.js';
import { understoodBy } from '../../checkers/objects/object-model.js';
import { DEFAULT_MEMORY_MB, DEFAULT_TIMEOUT_MS } from '../../checkers/porcupine/check.js';
import { checkersFor, guaranteesNamed } from '../../checkers/registry.js';
import { importHistory, type ImportOptions } from '../../history/import/import-history.js';
import type { History } from '../../history/operation.js';
import { RunFolder } from '../../run/run-folder.js';
import { objectVerdictData, renderObjectVerdict } from '../../../reports/object-verdict.js';
import { renderVerdict } from '../../../reports/terminal.js';
import { renderLatticeParts } from '../../../reports/terminal/lattice-parts.js';
import { checkObject, type ObjectCheck } from '../check-object.js';
import { exitCodeOf } from '../exit-code.js';
import { formatHelp, importOptions, withImport } from '../import-options.js';
import {
  parseCount,
  parseDuration,
  parseList,
  parsePositive,
  parsePositiveCount,
  parseValue,
} from '../parse-values.js';
import { printing } from '../printing.js';
import { checkStage, recordOf, shortPath } from '../stages.js';

/** `splitbrain check`: history → verdict. */
export function checkCommand() {
  return withImport('check')
    .summary('history → verdict: judge a history')
    .description(
      'Judges a history. The folder of a run is judged by what its target promised; any other history by the guarantees named, or by all; with --model by whether it is linearizable as that of such an object.',
    )
    .argument('<history>', 'a history (also .gz), or the folder of a run')
    .option(
      '-g, --guarantee <names>',
      'guarantees, or the groups "session", "causal", "quorum" and "terry"',
      parseList,
    )
    .option(
      '--copies <count>',
      'copies that an acknowledged write must have (for write-quorum)',
      parsePositiveCount,
    )
    .option('--negative-balances', 'accounts may be overdrawn (for bank-totals)')
    .option(
      '--max-stale <duration>',
      'for how long what a read returns may have been overwritten (for bounded-staleness)',
      parseDuration,
    )
    .option(
      '--max-stale-versions <count>',
      'by how many acknowledged writes it may have been overwritten (for bounded-staleness)',
      parseCount,
    )
    .option(
      '--min-evidence <count>',
      'chances to fail that a guarantee needs to count as kept',
      parseCount,
      1,
    )
    .addOption(
      new Option('--by <aspect>', 'also say what holds for each key or each session by itself').choices(
        aspects,
      ),
    )
    .option('-m, --model <name>', 'judge linearizability as that of this object, such as register or queue')
    .option('--initial <value>', 'what the object holds at first (default: null)', parseValue)
    .addOption(
      new Option(
        '--null-reads <meaning>',
        'what a read that answered null says (default: unknown in edn with --initial, as for Knossos; else value)',
      ).choices(['value', 'unknown'] as const),
    )
    .option('--timeout <duration>', 'most time for the check with --model (default: 60s)', parseDuration)
    .option(
      '--max-memory <MiB>',
      'most memory for the check of each part with --model (default: 1024)',
      parsePositive,
    )
    .option(
      '--workers <count>',
      'threads for the check with --model (default: all cores)',
      parsePositiveCount,
    )
    .option('--json', 'print the verdict as JSON')
    .addHelpText('after', `\n${help}`)
    .action(
      async (
        path,
        {
          guarantee,
          copies,
          negativeBalances,
          maxStale: maxStaleMs,
          maxStaleVersions,
          by,
          minEvidence,
          model,
          timeout: timeoutMs = DEFAULT_TIMEOUT_MS,
          json,
          ...more
        },
      ) => {
        const print = (verdict: object, text: () => string): void => {
          process.stdout.write(json ? `${JSON.stringify(verdict, undefined, 2)}\n` : `${text()}\n`);
        };
        const options = importOptions(more);
        const inFolder = join(path, 'history.jsonl');
        const file = existsSync(inFolder) ? inFolder : path;
        if (model !== undefined) {
          const { maxMemory: maxMemoryMb = DEFAULT_MEMORY_MB, workers, initial, nullReads } = more;
          await checkAsObject(
            file,
            options,
            { model, initial, nullReads, timeoutMs, maxMemoryMb, workers },
            print,
          );
        } else if (!guarantee && existsSync(join(path, 'plan.json'))) {
          await checkRun(path, by, minEvidence, print);
        } else {
          await checkGuarantees(
            file,
            options,
            { guarantee, copies, negativeBalances, maxStaleMs, maxStaleVersions, minEvidence, by },
            print,
          );
        }
      },
    );
}

const help = `Examples:
  $ npx splitbrain check store/latest
  $ npx splitbrain check path/to/history.jsonl --guarantee read-your-writes,monotonic-reads
  $ npx splitbrain check history.jsonl --guarantee quorum --copies 2
  $ npx splitbrain check history.jsonl --by key
  $ npx splitbrain check history.edn --model cas-register
  $ npx splitbrain check etcd_002.log --model register --timeout 10s
  $ npx splitbrain check queue.csv --model queue --columns f=op,start=begin --time-unit ms
  $ npx splitbrain check history.edn --model register --initial 0 --independent --json

Guarantees: ${allGuarantees.join(', ')}.

Models, and the operations that they understand (one object per key, where operations name keys):
${objectModels.map((model) => `  ${model.name.padEnd(18)} ${understoodBy(model)}`).join('\n')}

${formatHelp}

Exit codes: 0 all hold, 1 one is violated, 2 unknown, 254 the file is no history.`;

type Print = (verdict: object, text: () => string) => void;

/** Judges a run by what its target promised. */
async function checkRun(
  path: string,
  by: Aspect | undefined,
  minEvidence: number,
  print: Print,
): Promise<void> {
  const folder = RunFolder.open(path);
  const plan = folder.readPlan();
  const { history, verdict } = await checkStage(folder, plan);
  const parts = partsBy(by, history, minEvidence);
  print(
    { ...verdict, ...parts.data },
    () =>
      renderVerdict(recordOf(folder, plan, history, verdict, folder.readEnvironment()), printing) +
      parts.text,
  );
  process.exitCode = exitCodeOf(verdict.valid);
}

/** What holds for each key or each session by itself, as JSON and as text to follow the verdict. */
function partsBy(
  by: Aspect | undefined,
  history: History,
  minEvidence: number,
): { readonly data: object; readonly text: string } {
  if (!by) return { data: {}, text: '' };
  const parts = latticesBy(by, history, { minEvidence, maxAnomalies: 1 });
  return { data: { by: { [by]: parts } }, text: `\n\n${renderLatticeParts(by, parts, printing)}` };
}

/** Judges a history by whether it is linearizable as that of an object. */
async function checkAsObject(
  file: string,
  options: ImportOptions,
  check: ObjectCheck,
  print: Print,
): Promise<void> {
  objectModelNamed(check.model);
  const { format, history } = await importHistory(file, options);
  const isKnossos = format === 'edn' && check.initial !== undefined && check.initial !== null;
  const nullReads = check.nullReads ?? (isKnossos ? 'unknown' : 'value');
  const found = await checkObject(history, { ...check, nullReads });
  print({ format, ...objectVerdictData(found) }, () =>
    renderObjectVerdict(found, `${shortPath(file)} (${format})`, printing),
  );
  process.exitCode = exitCodeOf(found.verdict);
}

interface GuaranteeOptions {
  readonly guarantee?: readonly string[] | undefined;
  readonly copies?: number | undefined;
  readonly negativeBalances?: boolean | undefined;
  readonly maxStaleMs?: number | undefined;
  readonly maxStaleVersions?: number | undefined;
  readonly minEvidence: number;
  readonly by?: Aspect | undefined;
}

/** Judges a history by the guarantees named, or by all. */
async function checkGuarantees(
  file: string,
  options: ImportOptions,
  { guarantee, copies, negativeBalances, maxStaleMs, maxStaleVersions, minEvidence, by }: GuaranteeOptions,
  print: Print,
): Promise<void> {
  const named = guarantee && guaranteesNamed(guarantee);
  const { history } = await importHistory(file, options);
  const demanded =
    named ??
    guaranteesFor(history, {
      'write-quorum': copies !== undefined,
      'bounded-staleness': maxStaleMs !== undefined || maxStaleVersions !== undefined,
    });
  const verdict = judge(history, {
    promises: demanded.map((name) => ({
      guarantee: name,
      because: 'asked for on the command line',
      ...(copies !== undefined && { copies }),
      ...(negativeBalances !== undefined && { negativeBalances }),
      ...(maxStaleMs !== undefined && { maxStaleMs }),
      ...(maxStaleVersions !== undefined && { maxStaleVersions }),
    })),
    guarantees: demanded,
    asked: true,
    minEvidence,
    maxAnomalies: 20,
  });
  // Nobody asked for each of them: what the history has no chance to show is left out of the answer.
  const valid =
    guarantee || verdict.valid !== 'unknown' || !verdict.judgements.some(({ holds }) => holds === true)
      ? verdict.valid
      : true;
  const parts = partsBy(by, history, minEvidence);
  print({ ...verdict, valid, ...parts.data }, () => {
    const reasons = valid === true ? [] : verdict.reasons;
    const record = { title: shortPath(file), history, verdict: { ...verdict, valid, reasons } };
    return renderVerdict(record, printing) + parts.text;
  });
  if (valid === 'unknown') hintAtModels(history);
  process.exitCode = exitCodeOf(valid);
}

/**
 * What a history can show when nobody says what to look for.
 * @param isDefined whether the figures were given without which a guarantee says nothing
 */
function guaranteesFor(
  history: History,
  isDefined: Readonly<Partial<Record<Guarantee, boolean>>>,
): readonly Guarantee[] {
  const all = checkersFor(history).map(({ guarantee }) => guarantee);
  return all.filter((guarantee) => isDefined[guarantee] ?? true);
}

/** Guarantees are about registers that are read and written: says which models know what else is in a history. */
function hintAtModels(history: History): void {
  const foreign = operationsBeside(registerOperations, history);
  const able = objectModels.filter(({ operations }) =>
    foreign.every((name) => operations.some(({ names }) => names.includes(name))),
  );
  if (foreign.length === 0 || able.length === 0) return;
  const models = able.map(({ name }) => name).join(', ');
  process.stderr.write(pc.dim(`Models that know ${foreign.join(', ')}, for --model: ${models}.\n`));
}
