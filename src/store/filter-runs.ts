import type { RunSummary } from './run-summary.js';

/** What somebody looks for; what is empty excludes nothing. */
export interface RunFilter {
  /** Words that must all occur in what a run is called, was given or showed. */
  readonly words: string;
  readonly target: string;
  readonly workload: string;
  /** `true`, `false`, `unknown`, or `none` for runs that were not judged. */
  readonly verdict: string;
  /** A kind of anomaly. */
  readonly anomaly: string;
  readonly seed: string;
  readonly cluster: string;
  /** Days, `2026-01-31`, both included. */
  readonly from: string;
  readonly to: string;
  /** `alone` for runs that no campaign has kept, `kept` for those. */
  readonly origin: string;
}

export const noFilter: RunFilter = {
  words: '',
  target: '',
  workload: '',
  verdict: '',
  anomaly: '',
  seed: '',
  cluster: '',
  from: '',
  to: '',
  origin: '',
};

/** The runs that fit, in the same order. */
export function filterRuns(runs: readonly RunSummary[], filter: RunFilter): RunSummary[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  const isOneOf = (wanted: string, ...values: readonly string[]): boolean =>
    wanted === '' || values.includes(wanted);
  return runs.filter((run) => {
    const day = dayOf(run.startedAt);
    return (
      isOneOf(filter.target, run.target) &&
      isOneOf(filter.workload, run.workload) &&
      isOneOf(filter.cluster, run.cluster) &&
      isOneOf(filter.seed, run.seed) &&
      isOneOf(filter.verdict, verdictName(run)) &&
      isOneOf(filter.anomaly, ...anomaliesOf(run)) &&
      isOneOf(filter.origin, run.campaign === undefined ? 'alone' : 'kept') &&
      (filter.from === '' || day >= filter.from) &&
      (filter.to === '' || day <= filter.to) &&
      (words.length === 0 || holdsAll(run, words))
    );
  });
}

/** The day of a moment, by UTC as in the names of runs: `2026-01-31`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `true`, `false`, `unknown`, or `none` where the run was not judged. */
export function verdictName({ verdict }: RunSummary): string {
  return verdict ? String(verdict.valid) : 'none';
}

/** Kinds of all anomalies that a run showed. */
export function anomaliesOf({ verdict }: RunSummary): readonly string[] {
  return verdict ? [...verdict.broken, ...verdict.allowed] : [];
}

function holdsAll(run: RunSummary, words: readonly string[]): boolean {
  const { path, target, workload, seed, cluster, options, bugs, verdict } = run;
  const texts = [path, target, workload, seed, cluster, ...options, ...bugs, ...anomaliesOf(run)];
  const text = [...texts, ...(verdict?.faults ?? [])].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}
