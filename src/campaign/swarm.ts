import fc, { type Arbitrary } from 'fast-check';
import { stream } from '../plan/stream.js';
import { targetNamed } from '../../targets/registry.js';
import type { Value } from '../history/event.js';
import type { RunSettings } from '../run/settings.js';
import { promised } from './promised.js';

/** What a swarm draws for each seed; multiples are of what the settings say. */
interface Draw {
  readonly faults: readonly string[];
  readonly rate: number;
  readonly concurrency: number;
  readonly faultInterval: number;
  readonly faultDuration: number;
}

/** With few kinds of faults in a run there is more of each. */
const FEW_KINDS = 3;

/** Evenly many at each scale, between a part of one and its multiple. */
function factor(most: number): Arbitrary<number> {
  return fc.integer({ min: -20, max: 20 }).map((step) => Math.round(most ** (step / 20) * 100) / 100);
}

/**
 * Draws a seed's own settings around those given: which faults, how often and how long, how many clients, how fast
 * (Groce et al., "Swarm testing", ISSTA 2012: what one seed leaves out gives the rest more room). How the network delivers
 * is drawn with the plan. The result is plain settings, so the plan and the report say all of it.
 */
export function drawSwarm(settings: RunSettings): RunSettings {
  const { faults, rate, concurrency, faultIntervalMs, faultDurationMs } = settings;
  const arbitrary: Arbitrary<Draw> = fc.record({
    faults: fc.oneof(
      { weight: 4, arbitrary: fc.subarray([...faults], { maxLength: Math.min(FEW_KINDS, faults.length) }) },
      { weight: 2, arbitrary: fc.subarray([...faults]) },
      { weight: 1, arbitrary: fc.constant(faults) },
    ),
    rate: factor(2),
    concurrency: factor(2),
    faultInterval: factor(3),
    faultDuration: factor(3),
  });
  const { generator } = stream(settings.seed, 'swarm');
  const drawn = arbitrary.generate(new fc.Random(generator), undefined).value;
  return {
    ...settings,
    options: tunedOptions(settings),
    faults: drawn.faults,
    rate: round(rate * drawn.rate),
    concurrency: Math.max(1, Math.round(concurrency * drawn.concurrency)),
    faultIntervalMs: Math.round(faultIntervalMs * drawn.faultInterval),
    faultDurationMs: Math.round(faultDurationMs * drawn.faultDuration),
  };
}

const round = (rate: number): number => Math.max(1, Math.round(rate));

/** Each option that may be drawn is left as it is in half of the seeds. */
function tunedOptions({ target: name, nodes, options, seed }: RunSettings): RunSettings['options'] {
  const target = targetNamed(name);
  const { unit } = stream(seed, 'tunings');
  const drawn: Record<string, Value> = {};
  for (const [option, values] of Object.entries(target.tunings ?? {})) {
    const choice = values[Math.floor(unit() * 2 * values.length)];
    if (choice !== undefined && !Object.hasOwn(options, option)) drawn[option] = choice;
  }
  const tuned = { ...options, ...drawn };
  return promised(name, tuned, nodes) === promised(name, options, nodes) ? tuned : options;
}
