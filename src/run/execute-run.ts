import { targetNamed } from '../../targets/registry.js';
import type { ClusterKind } from '../cluster/cluster.js';
import { Simulation } from '../cluster/simulation/simulation.js';
import type { Checkpoint } from '../cluster/simulation/timeline.js';
import { runPlan, type Progress } from '../controller/run-plan.js';
import { hashFile } from '../history/hash.js';
import { HistoryWriter } from '../history/jsonl.js';
import { LineWriter } from '../history/line-writer.js';
import { formatRevelation, type Revelation } from '../history/revelation.js';
import type { Plan } from '../plan/plan.js';
import { requireFaults, withAllOptions } from './draw-plan.js';
import { NodeLogs } from './node-logs.js';
import { createCluster } from './create-cluster.js';
import type { RunEnvironment, RunFolder } from './run-folder.js';
import { version } from './version.js';

export interface ExecuteOptions {
  readonly plan: Plan;
  readonly cluster: ClusterKind;
  readonly folder: RunFolder;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Called when the nodes answer, with the milliseconds that it took. */
  readonly onReady?: (ms: number) => void;
  /** Hears what takes long before the nodes are ready. */
  readonly onNote?: (text: string) => void;
}

/**
 * The second stage: plan → history. Whatever happens, the cluster is gone at the end and the history holds what was
 * recorded until then. Rejects with the signal's reason when it is aborted.
 */
export async function executeRun(options: ExecuteOptions): Promise<RunEnvironment> {
  const { folder, signal, onProgress, onReady } = options;
  const plan = withAllOptions(options.plan);
  const target = targetNamed(plan.target);
  requireFaults([...new Set(plan.faults.map(({ kind }) => kind))], options.cluster, target);
  const startedAt = new Date();
  const began = performance.now();
  folder.writePlan(plan);
  const logs = new NodeLogs(folder.logs);
  const writer = new HistoryWriter(folder.historyFile, { batch: options.cluster === 'simulation' });
  const truth =
    options.cluster === 'simulation' ? new LineWriter(folder.truthFile, { batch: true }) : undefined;
  let interrupted: string | undefined;
  let eventHash: string | undefined;
  let checkpoints: readonly Checkpoint[] | undefined;
  try {
    const cluster = await createCluster({
      kind: options.cluster,
      plan,
      target,
      dir: folder.path,
      onLog: logs.add.bind(logs),
      onReveal: (one) => truth?.appendLine(formatRevelation(one as Revelation)),
      onNote: (text) => options.onNote?.(text),
    });
    try {
      await cluster.start(signal);
      onReady?.(performance.now() - began);
      await runPlan({
        plan,
        cluster,
        target,
        onEvent: (event) => writer.append(event),
        onProgress: (progress) => {
          writer.flush();
          truth?.flush();
          onProgress?.(progress);
        },
        ...(signal && { signal }),
      });
      if (cluster instanceof Simulation) ({ hash: eventHash, checkpoints } = cluster);
    } finally {
      await cluster.stop();
    }
  } catch (error) {
    interrupted = (error as Error).message;
    throw error;
  } finally {
    writer.close();
    truth?.close();
    logs.close();
    folder.write(folder.environmentFile, environment());
  }
  return environment();

  function environment(): RunEnvironment {
    return {
      cluster: options.cluster,
      splitbrain: version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      startedAt: startedAt.toISOString(),
      wallMs: Math.round(performance.now() - began),
      historyHash: hashFile(folder.historyFile),
      ...(eventHash !== undefined && { eventHash }),
      ...(checkpoints && { checkpoints }),
      ...(interrupted !== undefined && { interrupted }),
    };
  }
}
