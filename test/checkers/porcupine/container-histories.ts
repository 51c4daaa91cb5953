import fc from 'fast-check';
import type { TimedOperation } from '../../../src/checkers/porcupine/index.js';

type Operation<Input> = TimedOperation<Input, number | null>;

interface Draft {
  readonly isPut: boolean;
  readonly client: number;
  readonly idle: number;
  readonly lasts: number;
  /** When it takes effect, as a share of its time under way. */
  readonly moment: number;
  readonly fate: 'ok' | 'info' | 'never';
  /** What a take answers instead of the truth: what the n-th put put, or nothing for 0. */
  readonly lie: number | undefined;
}

/** How a container is put to the test: what it is asked, and how a real one takes. */
export interface ContainerKind<Input> {
  readonly put: (value: number) => Input;
  readonly take: Input;
  readonly takeFrom: (content: number[]) => number | undefined;
}

/**
 * Clients that put unique values into a real container and take them out; some answers are false.
 * @param known how many outcomes are known for each one that is not
 */
export function containerHistories<Input>(
  kind: ContainerKind<Input>,
  maxLength: number,
  known = 12,
): fc.Arbitrary<Operation<Input>[]> {
  const draft: fc.Arbitrary<Draft> = fc.record({
    isPut: fc.boolean(),
    client: fc.nat({ max: 3 }),
    idle: fc.nat({ max: 2 }),
    lasts: fc.nat({ max: 7 }),
    moment: fc.double({ min: 0, max: 1, noNaN: true }),
    fate: fc.oneof(
      { weight: known, arbitrary: fc.constant('ok' as const) },
      { weight: 1, arbitrary: fc.constantFrom('info' as const, 'never' as const) },
    ),
    lie: fc.option(fc.nat({ max: maxLength >> 1 }), { freq: 6, nil: undefined }),
  });
  return fc.array(draft, { maxLength }).map((drafts) => perform(kind, drafts));
}

function perform<Input>(kind: ContainerKind<Input>, drafts: readonly Draft[]): Operation<Input>[] {
  const free = [0, 0, 0, 0];
  let puts = 0;
  const timed = drafts.map((draft) => {
    const call = (free[draft.client] as number) + draft.idle;
    free[draft.client] = call + draft.lasts;
    const value = draft.isPut ? ++puts : 0;
    return { ...draft, call, value, at: call + draft.moment * draft.lasts, output: null as number | null };
  });
  const content: number[] = [];
  for (const operation of [...timed].sort((a, b) => a.at - b.at)) {
    if (operation.fate === 'never') continue;
    if (operation.isPut) content.push(operation.value);
    else operation.output = kind.takeFrom(content) ?? null;
  }
  return timed.map(({ isPut, value, output, lie, call, lasts, fate }) => {
    const input = isPut ? kind.put(value) : kind.take;
    if (fate !== 'ok') return { input, call, outcome: 'info' };
    const answer = isPut || lie === undefined ? output : lie || null;
    return { input, output: answer, call, return: call + lasts, outcome: 'ok' };
  });
}

/**
 * Four clients that fill a container and empty it, over and over: a long history that is linearizable.
 * @param rounds of a hundred values each
 */
export function longHistory<Input>(kind: ContainerKind<Input>, rounds: number): Operation<Input>[] {
  const history: Operation<Input>[] = [];
  const content: number[] = [];
  let time = 0;
  for (let round = 0; round < rounds; round++) {
    for (let step = 0; step < 200; step++) {
      const isPut = step < 100 ? step % 10 !== 9 : step % 10 === 9;
      const value = round * 200 + step + 1;
      if (isPut) content.push(value);
      const output = isPut ? null : (kind.takeFrom(content) ?? null);
      history.push({
        input: isPut ? kind.put(value) : kind.take,
        output,
        call: time - 7,
        return: time + 7,
        outcome: 'ok',
      });
      time += 4;
    }
  }
  return history;
}
