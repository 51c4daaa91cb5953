import { randomInt } from 'node:crypto';
import { Command, Option } from '@commander-js/extra-typings';
import { defaultSettings, type RunSettings } from '../run/settings.js';
import { defaultFaultsWith } from '../run/draw-plan.js';
import type { ConfigFile } from './config-file.js';
import {
  parseAssignment,
  parseCount,
  parseDuration,
  parseList,
  parsePositive,
  parsePositiveCount,
} from './parse-values.js';
import { shellWord } from '../../reports/shell-word.js';

/** A command with the options that say what a run shall be. */
export function withSettings(name: string) {
  return new Command(name)
    .option('-t, --target <name>', 'the system under test (default: leaderless)')
    .addOption(
      new Option('-c, --cluster <kind>', 'where it runs (default: simulation)').choices([
        'simulation',
        'processes',
        'docker',
      ] as const),
    )
    .option('-n, --nodes <count>', 'how many replicas (default: 5)', parsePositiveCount)
    .option('-w, --workload <name>', 'what the clients do (default: register)')
    .option(
      '-f, --faults <kinds>',
      'faults to inject, or "none" (default: all that the cluster can do and that break no promise)',
      parseList,
    )
    .option('-s, --seed <seed>', 'the seed; the same seed draws the same plan (default: a random one)')
    .option('--time-limit <duration>', 'how long clients and faults go on (default: 10s)', parseDuration)
    .option('--rate <number>', 'operations per second, all clients together (default: 200)', parsePositive)
    .option('--concurrency <count>', 'how many clients (default: 10)', parsePositiveCount)
    .option('-o, --option <name=value...>', 'an option of the target; may be repeated', collect)
    .option('-k, --knob <name=value...>', 'a knob of the workload; may be repeated', collect)
    .option('-b, --bug <names>', 'planted bugs to switch on', parseList)
    .option(
      '--fault-interval <duration>',
      'mean pause between faults of a kind (default: 1.5s)',
      parseDuration,
    )
    .option('--fault-duration <duration>', 'mean length of a fault (default: 1s)', parseDuration)
    .option(
      '--operation-timeout <duration>',
      "a client's patience with an operation (default: 1s)",
      parseDuration,
    )
    .option('--quiet <duration>', 'pause between healing and the final reads (default: 2s)', parseDuration)
    .option(
      '--min-evidence <count>',
      'chances to fail that a guarantee needs to count as kept (default: 10)',
      parseCount,
    )
    .option('--config <file>', 'read options from this file instead of splitbrain.config.ts or .js');
}

const collect = (text: string, before: ReturnType<typeof parseAssignment> | undefined) =>
  parseAssignment(text, before);

/** The values of those options, as commander hands them over. */
export type GivenSettings = ReturnType<ReturnType<typeof withSettings>['opts']>;

/** Options before the config file, the config file before the defaults; the seed is drawn if none is given. */
export function resolveSettings(
  given: GivenSettings,
  { matrix: _matrix, ...config }: ConfigFile,
): RunSettings {
  const {
    option,
    knob,
    bug,
    operationTimeout,
    quiet,
    timeLimit,
    faultInterval,
    faultDuration,
    config: _,
    ...same
  } = given;
  const fromOptions = dropUndefined({
    ...same,
    bugs: bug,
    timeLimitMs: timeLimit,
    faultIntervalMs: faultInterval,
    faultDurationMs: faultDuration,
    operationTimeoutMs: operationTimeout,
    quietMs: quiet,
  });
  const merged = { ...defaultSettings, ...dropUndefined(config), ...fromOptions };
  return {
    ...merged,
    faults: given.faults ?? config.faults ?? defaultFaultsWith(merged),
    seed: merged.seed ?? String(randomInt(1_000_000_000)),
    options: { ...config.options, ...option },
    knobs: { ...config.knobs, ...knob },
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function dropUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** The command line that asks for the very same run; what equals a default is left out. */
export function commandLine(command: string, settings: RunSettings): string {
  const words = ['npx', 'splitbrain', command, '--target', settings.target];
  const add = (flag: string, value: string | number, standard?: string | number): void => {
    if (value !== standard) words.push(flag, String(value));
  };
  const d = defaultSettings;
  add('--cluster', settings.cluster, d.cluster);
  add('--nodes', settings.nodes, d.nodes);
  add('--workload', settings.workload, d.workload);
  add('--faults', settings.faults.join(',') || 'none', defaultFaultsWith(settings).join(','));
  add('--time-limit', `${settings.timeLimitMs}ms`, `${d.timeLimitMs}ms`);
  add('--rate', settings.rate, d.rate);
  add('--concurrency', settings.concurrency, d.concurrency);
  add('--fault-interval', `${settings.faultIntervalMs}ms`, `${d.faultIntervalMs}ms`);
  add('--fault-duration', `${settings.faultDurationMs}ms`, `${d.faultDurationMs}ms`);
  add('--operation-timeout', `${settings.operationTimeoutMs}ms`, `${d.operationTimeoutMs}ms`);
  add('--quiet', `${settings.quietMs}ms`, `${d.quietMs}ms`);
  add('--min-evidence', settings.minEvidence, d.minEvidence);
  add('--seed', settings.seed);
  const assign = (flag: string, values: RunSettings['options']): void => {
    for (const [name, value] of Object.entries(values)) {
      words.push(flag, `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    }
  };
  assign('-o', settings.options);
  assign('-k', settings.knobs);
  if (settings.bugs.length > 0) words.push('--bug', settings.bugs.join(','));
  return words.map(shellWord).join(' ');
}
