import type { Experiment } from '../experiments/experiment.js';
import type { CampaignOutcome, ExperimentRun } from '../experiments/run-experiment.js';
import type { ClusterKind } from '../src/cluster/cluster.js';
import type { ExperimentOutcome } from '../src/store/experiment-outcomes.js';
import { neverWords, showsWords } from './experiment-words.js';
import { explain } from './explain.js';
import { plainText } from './explanations/sentence.js';
import { telltale } from './telltale.js';

/** What an experiment is about, for programs: a line of `splitbrain experiment --json`. */
export function listedExperiment({ id, design, story, target, workload, nodes, ...rest }: Experiment) {
  const { options, bugs = [], shows, never } = rest;
  return {
    id,
    design,
    story,
    ...(shows && { shows: showsWords(shows) }),
    never: never.map(neverWords),
    target,
    workload,
    nodes,
    options,
    bugs,
  };
}

/** What is known of an experiment after it was run. */
export interface PerformedExperiment {
  readonly run: ExperimentRun;
  /** The report's path in the store. */
  readonly report: string;
  readonly tries: number;
  readonly slowness: number;
  readonly cluster: ClusterKind;
  readonly nodes: number;
  readonly campaign: CampaignOutcome | undefined;
  readonly asSaid: boolean;
}

/** What came of an experiment, for programs: a line of `splitbrain experiment SL1 --json`. */
export function experimentOutcome(
  experiment: Experiment,
  { run, report, tries, slowness, cluster, nodes, campaign, asSaid }: PerformedExperiment,
): ExperimentOutcome {
  const anomaly = telltale(experiment, run);
  return {
    ...listedExperiment(experiment),
    nodes,
    cluster,
    asSaid,
    witness: {
      shown: run.shown,
      broken: run.broken.map(neverWords),
      report,
      ...(anomaly && { anomaly: plainText(explain(anomaly, run.history).sentence) }),
      tries,
      slowness,
    },
    ...(campaign && {
      random: {
        seeds: campaign.seeds,
        shown: campaign.shown,
        ...(campaign.first !== undefined && { first: campaign.first }),
        ...(campaign.broken && {
          broken: { seed: campaign.broken.plan.seed, what: campaign.broken.broken.map(neverWords) },
        }),
      },
    }),
  };
}
