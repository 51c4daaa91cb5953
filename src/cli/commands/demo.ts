import { Command } from '@commander-js/extra-typings';
import pc from 'picocolors';
import { drawPlan } from '../../run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../run/settings.js';
import { exitCodeOf } from '../exit-code.js';
import { commandLine } from '../settings-options.js';
import { shortPath } from '../stages.js';
import { testPlan } from './test.js';

const common = {
  ...defaultSettings,
  workload: 'session',
  faults: ['partition', 'clock', 'kill'],
  seed: 'demo',
};

const acts: readonly { readonly title: string; readonly settings: RunSettings }[] = [
  {
    title: 'Five replicas, majority quorums: every promise should hold.',
    settings: common,
  },
  {
    title: 'Three replicas, w=1 and r=1: fast, and nothing of the sort is promised. Watch what clients see.',
    settings: { ...common, nodes: 3, options: { w: 1, r: 1 } },
  },
];

/** `splitbrain demo`: the leaderless store twice, once sound and once not. */
export function demoCommand() {
  return new Command('demo')
    .summary('torture the leaderless store in two configurations, in simulation')
    .description(
      'Runs the leaderless store under partitions, wrong clocks and crashes: with sound quorums, then without.',
    )
    .option('--store <folder>', 'where runs are kept', 'store')
    .option('-s, --seed <seed>', 'another seed than the usual one', common.seed)
    .addHelpText('after', '\nExample:\n  $ npx splitbrain demo --seed 7')
    .action(async ({ store, seed }) => {
      const reports: string[] = [];
      let worst: boolean | 'unknown' = true;
      for (const [number, { title, settings }] of acts.entries()) {
        const seeded = { ...settings, seed };
        process.stdout.write(`\n${pc.bold(`${number + 1}. ${title}`)}\n\n`);
        const { verdict, folder } = await testPlan(drawPlan(seeded), 'simulation', {
          store,
          replay: commandLine('test', seeded),
        });
        reports.push(shortPath(folder.reportFile));
        if (verdict.valid === false || worst === true) worst = verdict.valid;
      }
      process.stdout.write(
        `\nOpen the reports in a browser:\n${reports.map((path) => `  ${path}`).join('\n')}\n`,
      );
      process.exitCode = exitCodeOf(worst);
    });
}
