import pc from 'picocolors';
import { seedNumber, torture } from '../../campaign/torture.js';
import type { Verdict } from '../../checkers/verdict.js';
import { drawPlan } from '../../run/draw-plan.js';
import type { RunSettings } from '../../run/settings.js';
import { loadConfigFile } from '../config-file.js';
import { exitCodeOf } from '../exit-code.js';
import { interruptible } from '../interrupt.js';
import { parsePositiveCount } from '../parse-values.js';
import { commandLine, resolveSettings, withSettings } from '../settings-options.js';
import { testPlan } from './test.js';

/** Counts of a campaign so far. */
class Tally {
  valid = 0;
  unknown = 0;
  invalid = 0;

  add({ valid }: Verdict): void {
    if (valid === 'unknown') this.unknown++;
    else if (valid) this.valid++;
    else this.invalid++;
  }

  /** False outranks unknown. */
  get verdict(): boolean | 'unknown' {
    if (this.invalid > 0) return false;
    return this.unknown > 0 || this.valid === 0 ? 'unknown' : true;
  }

  /** The counts in a line. */
  describe(): string {
    const seeds = this.valid + this.unknown + this.invalid;
    return `${seeds} seeds: ${pc.green(`${this.valid} kept every promise`)}, ${this.invalid > 0 ? pc.red(`${this.invalid} broke one`) : '0 broke one'}, ${this.unknown} unknown`;
  }
}

/** Runs that broke a promise are stored with their report, but not more than so many. */
const MAX_STORED = 5;

/** `splitbrain torture`: many seeds. */
export function tortureCommand() {
  return withSettings('torture')
    .summary('run many seeds; store and report those that break a promise')
    .description('Runs the same settings under many seeds, and stores the runs that break a promise.')
    .option('--seeds <count>', 'how many seeds', parsePositiveCount, 100)
    .option('--store <folder>', 'where failing runs are kept', 'store')
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain torture --workload session --seeds 1000
  $ npx splitbrain torture --bug skip-write-back --seeds 200
  $ npx splitbrain torture --cluster docker --seeds 10 --time-limit 30s`,
    )
    .action(async ({ seeds, store, ...given }) => {
      const settings = resolveSettings(given, await loadConfigFile(given.config));
      const tally =
        settings.cluster === 'simulation'
          ? await tortureSimulation(settings, seeds, store)
          : await tortureCluster(settings, seeds, store);
      process.stdout.write(`${tally.describe()}\n`);
      process.exitCode = exitCodeOf(tally.verdict);
    });
}

async function tortureSimulation(settings: RunSettings, seeds: number, store: string): Promise<Tally> {
  const tally = new Tally();
  const failing: string[] = [];
  const began = performance.now();
  await interruptible(async (signal) => {
    for await (const { seed, verdict } of torture(settings, seeds, signal)) {
      tally.add(verdict);
      if (verdict.valid === false) {
        failing.push(seed);
        process.stderr.write(
          `${pc.red('broken')} ${verdict.reasons.join(' ')}\n  ${commandLine('test', { ...settings, seed })}\n`,
        );
      }
      if (process.stderr.isTTY) {
        const rate = ((tally.valid + tally.unknown + tally.invalid) / (performance.now() - began)) * 1000;
        process.stderr.write(`\r\x1b[2K${tally.describe()} ${pc.dim(`${rate.toFixed(1)} seeds/s`)}\r`);
      }
    }
  });
  if (process.stderr.isTTY) process.stderr.write('\x1b[2K');
  for (const seed of failing.slice(0, MAX_STORED)) {
    const again = { ...settings, seed };
    await testPlan(drawPlan(again), 'simulation', { store, replay: commandLine('test', again) });
  }
  return tally;
}

/** On a real cluster every run is stored: it cannot be made again exactly. */
async function tortureCluster(settings: RunSettings, seeds: number, store: string): Promise<Tally> {
  const tally = new Tally();
  for (let number = 0; number < seeds; number++) {
    const plan = drawPlan(seedNumber(settings, number));
    tally.add((await testPlan(plan, settings.cluster, { store })).verdict);
  }
  return tally;
}
