import type { Experiment } from '../experiments/experiment.js';
import type { ExperimentRun } from '../experiments/run-experiment.js';
import type { Anomaly } from '../src/checkers/checker.js';

/** The anomaly of a run that says most about its experiment: of what must never break where that broke, else of what must be shown. */
export function telltale({ shows }: Experiment, { verdict, broken }: ExperimentRun): Anomaly | undefined {
  const anomalies = verdict.judgements.flatMap((judgement) => judgement.anomalies);
  if (broken.length > 0) return anomalies.find(({ guarantee }) => broken.includes(guarantee));
  const kinds: readonly string[] = shows && 'kinds' in shows ? shows.kinds : [];
  return anomalies.find(({ kind }) => kinds.includes(kind));
}
