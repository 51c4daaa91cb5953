import type { Plan } from '../plan/plan.js';
import { allCuts, type CutStep, gapCuts, largeCuts } from '../plan/shrinking/cuts.js';
import type { Edit } from '../plan/shrinking/edit.js';
import { planParts, type PlanPart } from '../plan/shrinking/plan-parts.js';
import { simplifications } from '../plan/shrinking/simplifications.js';
import { tidyPlan } from '../plan/shrinking/tidy-plan.js';
import { varyPlan } from '../plan/vary-plan.js';
import { optionsFor } from './options-for.js';
import { smallerTunings } from './smaller-tunings.js';
import type { FailureKind, ReproduceTask, Sighting } from './reproduce.js';

/** Who runs candidates: this thread, or some others. */
export interface CandidateRunner {
  readonly workers: number;
  readonly reproduce: (task: ReproduceTask) => Promise<Sighting | undefined>;
}

export interface ShrinkOptions {
  readonly plan: Plan;
  readonly failure: FailureKind;
  readonly runner: CandidateRunner;
  /** Runs to make at most, about; the same on every machine. */
  readonly maxRuns?: number;
  /** Milliseconds; what was found until then counts. A result that time has cut off may differ the next time. */
  readonly budgetMs?: number;
  readonly signal?: AbortSignal;
  /** Hears of each plan that is simpler and still fails. */
  readonly onProgress?: (progress: ShrinkProgress) => void;
}

export interface ShrinkProgress {
  readonly plan: Plan;
  /** Plans run so far, neighbours included. */
  readonly runs: number;
}

/** What ended a search before nothing simpler was left to try. */
export type CutOff = 'runs' | 'time' | 'interrupt';

export interface Shrunk extends ShrinkProgress {
  /** The rolling hash of its run. */
  readonly hash: string;
  /** Absent when nothing simpler was left to try. */
  readonly cutOffBy?: CutOff;
  readonly wallMs: number;
}

/**
 * Which cuts are made, and how many neighbours each gets. What is left of a small plan hangs on the luck of a few messages, so
 * the last rounds try many; the first ones cut away what does not matter at all. A failure that needs luck in a large plan as
 * well is cut in large pieces first, with some patience: a thing at a time would take too long.
 */
const STAGES: readonly { readonly cuts: readonly CutStep[]; readonly patience: number }[] = [
  ...[1, 12].map((patience) => ({ cuts: largeCuts(optionsFor, smallerTunings), patience })),
  ...[1, 8, 40, 120].map((patience) => ({ cuts: allCuts(optionsFor, smallerTunings), patience })),
];
/** Numbers are many, and matter less than what there is at all: they get few seeds, and so many rounds. */
const PATIENCE_WITH_NUMBERS = 4;
const ROUNDS_OF_NUMBERS = 3;

/**
 * Looks for a simpler plan that fails in the same way: large cuts first, then simpler settings, then fast-check's shrinking of
 * each part, round after round until nothing helps. Without a budget of time the result is a function of plan and failure, however
 * many threads there are.
 * @returns undefined when the plan itself does not fail so, under its own seed
 */
export async function shrink(options: ShrinkOptions): Promise<Shrunk | undefined> {
  const search = new Search(options);
  const first = await options.runner.reproduce({
    plan: options.plan,
    failure: options.failure,
    neighbours: [0],
  });
  if (!first) return undefined;
  search.hash = first.hash;
  for (const { cuts, patience } of STAGES) await search.cut(cuts, patience);
  await search.settle();
  return search.result();
}

/** A candidate on its way. */
interface Running {
  /** Among the candidates that it came with. */
  readonly position: number;
  readonly plan: Plan;
  readonly text: string;
  readonly neighbours: readonly number[];
  readonly sighting: Promise<Sighting | undefined>;
}

class Search {
  hash = '';
  readonly #options: ShrinkOptions;
  readonly #began = performance.now();
  #plan: Plan;
  #runs = 0;
  /** What failed to fail: texts of plans, their seeds aside, with how many of the neighbours were tried. */
  readonly #tried = new Map<string, number>();
  #neighbours: readonly number[] = [0];

  constructor(options: ShrinkOptions) {
    this.#options = options;
    this.#plan = options.plan;
  }

  result(): Shrunk {
    const cutOffBy = this.#cutOffBy();
    return {
      plan: this.#plan,
      runs: this.#runs,
      hash: this.hash,
      ...(cutOffBy && { cutOffBy }),
      wallMs: performance.now() - this.#began,
    };
  }

  /** Cuts until a whole round of cuts has changed nothing. */
  async cut(cuts: readonly CutStep[], patience: number): Promise<void> {
    this.#neighbours = Array.from({ length: patience }, (_, number) => number);
    await this.#rounds(async () => {
      for (const step of cuts) await this.#tryEdits(step(this.#plan));
    });
  }

  /** Makes what is left simpler. */
  async settle(): Promise<void> {
    // Only other seeds: with other times as well, the times would never come to an end.
    this.#tried.clear();
    this.#neighbours = Array.from({ length: PATIENCE_WITH_NUMBERS }, (_, at) => (at === 0 ? 0 : 2 * at - 1));
    await this.#rounds(async () => {
      await this.#tryEdits(gapCuts(this.#plan));
      await this.#tryEdits(simplifications(this.#plan));
      const count = planParts(this.#plan).length;
      for (let position = 0; position < count; position++) {
        const part = planParts(this.#plan)[position];
        if (part) await this.#descend(part);
      }
    }, ROUNDS_OF_NUMBERS);
  }

  async #rounds(round: () => Promise<void>, most = Infinity): Promise<void> {
    let before: Plan | undefined;
    for (let count = 0; count < most && before !== this.#plan && !this.#isOver(); count++) {
      before = this.#plan;
      await round();
    }
  }

  /** Applies every edit that leaves the failure in, one after the other. */
  async #tryEdits(edits: Iterable<Edit>): Promise<void> {
    const iterator = edits[Symbol.iterator]();
    /** Edits that were looked at too early, before one ahead of them changed the plan. */
    let again: Edit[] = [];
    let isDry = false;
    while (!this.#isOver() && !(isDry && again.length === 0)) {
      const plan = this.#plan;
      const seen: Edit[] = [];
      const pending = again;
      again = [];
      const candidates = function* (): Generator<Plan | undefined> {
        for (;;) {
          const edit = pending.shift() ?? nextOf(iterator);
          if (!edit) {
            isDry = true;
            return;
          }
          seen.push(edit);
          yield edit(plan);
        }
      };
      const found = await this.#firstThatFails(candidates());
      if (found === undefined) continue;
      again = [...seen.slice(found + 1), ...pending];
    }
  }

  /** Follows fast-check's shrinking of a part to its end. */
  async #descend({ arbitrary, value, put }: PlanPart): Promise<void> {
    let simpler = arbitrary.shrink(value, undefined);
    for (;;) {
      const plan = this.#plan;
      const seen: (typeof simpler extends Iterable<infer V> ? V : never)[] = [];
      const candidates = function* (): Generator<Plan | undefined> {
        for (const one of simpler) {
          seen.push(one);
          yield put(plan, one.value);
        }
      };
      const found = await this.#firstThatFails(candidates());
      const taken = found === undefined ? undefined : seen[found];
      if (!taken) return;
      simpler = arbitrary.shrink(taken.value, taken.context);
    }
  }

  /**
   * Runs candidates, as many at once as there are workers, and takes the first in their order that fails in the same way: the
   * plan becomes it. Returns its position among them, or undefined.
   */
  async #firstThatFails(candidates: Generator<Plan | undefined>): Promise<number | undefined> {
    const { runner, failure } = this.#options;
    const running: Running[] = [];
    const ownText = textOf(this.#plan);
    let position = -1;
    for (;;) {
      while (running.length < runner.workers && !this.#isOver()) {
        const next = candidates.next();
        if (next.done) break;
        position++;
        const candidate = next.value;
        if (!candidate) continue;
        const plan = tidyPlan(candidate);
        const text = textOf(plan);
        if (text === ownText || plan.clients.length === 0) continue;
        const neighbours = this.#untried(text);
        if (neighbours.length === 0) continue;
        const task = { plan, failure, neighbours };
        running.push({ position, plan, text, neighbours, sighting: runner.reproduce(task) });
      }
      const next = running.shift();
      if (!next || this.#isOver()) return undefined;
      const sighting = await next.sighting;
      if (this.#isOver()) return undefined;
      // Another worker may have been given the same plan meanwhile.
      if (this.#untried(next.text).length === 0) continue;
      this.#runs += sighting ? next.neighbours.indexOf(sighting.neighbour) + 1 : next.neighbours.length;
      if (!sighting) {
        this.#tried.set(next.text, this.#neighbours.length);
        continue;
      }
      this.#plan = varyPlan(next.plan, sighting.neighbour);
      this.hash = sighting.hash;
      this.#options.onProgress?.({ plan: this.#plan, runs: this.#runs });
      return next.position;
    }
  }

  /** Number 0 is the plan under its own seed, which is another one from time to time; the others are always the same. */
  #untried(text: string): readonly number[] {
    const tried = this.#tried.get(text) ?? 0;
    if (tried >= this.#neighbours.length) return [];
    return this.#neighbours.filter((_, at) => at === 0 || at >= tried);
  }

  #isOver(): boolean {
    return this.#cutOffBy() !== undefined;
  }

  #cutOffBy(): CutOff | undefined {
    const { budgetMs = Infinity, maxRuns = Infinity, signal } = this.#options;
    if (signal?.aborted) return 'interrupt';
    if (this.#runs >= maxRuns) return 'runs';
    return performance.now() - this.#began >= budgetMs ? 'time' : undefined;
  }
}

function nextOf<T>(iterator: Iterator<T>): T | undefined {
  const next = iterator.next();
  return next.done ? undefined : next.value;
}

const textOf = (plan: Plan): string => JSON.stringify({ ...plan, seed: '' });
