import pc from 'picocolors';
import type { Verdict } from '../../checkers/verdict.js';
import type { Plan } from '../../plan/plan.js';
import { drawPlan, SettingsError } from '../../run/draw-plan.js';
import { describeDivergence, verifyDeterminism } from '../../run/verify-determinism.js';
import type { RunFolder } from '../../run/run-folder.js';
import type { ClusterKind } from '../../cluster/cluster.js';
import { renderVerdict } from '../../../reports/terminal.js';
import { loadConfigFile } from '../config-file.js';
import { exitCodeOf } from '../exit-code.js';
import { interruptible } from '../interrupt.js';
import { printing } from '../printing.js';
import { commandLine, resolveSettings, withSettings } from '../settings-options.js';
import { checkStage, recordOf, reportStage, runStage } from '../stages.js';

/** Runs a plan through all its stages and prints the verdict. */
export async function testPlan(
  plan: Plan,
  cluster: ClusterKind,
  { store, replay, verifyTwice = false }: { store: string; replay?: string; verifyTwice?: boolean },
): Promise<{ verdict: Verdict; folder: RunFolder }> {
  return interruptible(async (signal) => {
    const operations = plan.clients.reduce((sum, client) => sum + client.operations.length, 0);
    process.stderr.write(
      pc.dim(
        `${plan.target} on ${plan.nodes.length} nodes (${cluster}), workload ${plan.workload}: ${operations} operations of ${plan.clients.length} clients, ${plan.faults.length} faults, seed ${plan.seed}\n`,
      ),
    );
    const { folder, environment } = await runStage(plan, cluster, store, signal);
    const { history, verdict } = await checkStage(folder, plan);
    const record = recordOf(folder, plan, history, verdict, environment);
    const report = replay === undefined ? record : { ...record, replay };
    await reportStage(folder, report, signal);
    process.stdout.write(`${renderVerdict(report, printing)}\n`);
    if (verifyTwice) await verify(plan);
    return { verdict, folder };
  });
}

/** Runs the plan twice more and compares every event. @throws SettingsError when they differ */
async function verify(plan: Plan): Promise<void> {
  const divergence = await verifyDeterminism(plan);
  if (divergence) throw new Error(`Not deterministic. ${describeDivergence(divergence)}`);
  process.stdout.write('Determinism verified: two more runs went through the very same events.\n');
}

/** `splitbrain test`: plan, run, check and report. */
export function testCommand() {
  return withSettings('test')
    .summary('plan, run, check and report: the whole road')
    .description('Draws a plan from the seed, runs it on a cluster, checks the history and writes a report.')
    .option('--store <folder>', 'where runs are kept', 'store')
    .option(
      '--verify-determinism',
      'run the plan twice more in simulation and name the first event that differs',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain test --target leaderless --workload session --seed 42
  $ npx splitbrain test -o w=1 -o r=1 --nodes 3 --workload session
  $ npx splitbrain test --cluster docker --faults partition,clock --time-limit 30s
  $ npx splitbrain test --bug skip-write-back --seed 7

Exit codes: 0 every promise held, 1 a promise was broken, 2 unknown, 254 bad arguments, 255 crash.`,
    )
    .action(async ({ store, verifyDeterminism: twice, ...given }) => {
      const settings = resolveSettings(given, await loadConfigFile(given.config));
      if (twice && settings.cluster !== 'simulation') {
        throw new SettingsError(
          '--verify-determinism needs --cluster simulation: only there is a run exact.',
        );
      }
      const { verdict } = await testPlan(drawPlan(settings), settings.cluster, {
        store,
        verifyTwice: twice ?? false,
        ...(settings.cluster === 'simulation' && { replay: commandLine('test', settings) }),
      });
      process.exitCode = exitCodeOf(verdict.valid);
    });
}
