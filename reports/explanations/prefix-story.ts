import type { Operation } from '../../src/history/operation.js';
import { enumerate, say, type Sentence, strong } from './sentence.js';
import type { Story } from './session-stories.js';
import { openingActor, type Telling, theActor } from './telling.js';
import { readerBetween } from './version-order.js';

/** Reads of several keys that no order of all writes explains. */
export function prefixViolation(telling: Telling): Story | undefined {
  const snapshots = telling.operations.filter(({ f }) => f === 'multi-read');
  const sights = snapshots.map((snapshot) => sightOf(telling, snapshot));
  const [first] = sights;
  if (!first || sights.some(({ missed }) => missed.length === 0)) return undefined;
  const order = orderOfWrites(telling, sights);
  return {
    sentence: sights.length === 1 ? alone(telling, first) : together(telling, sights),
    ...(order && { order }),
  };
}

/** One read of several keys: the writes that it contains, and those that it misses. */
interface Sight {
  readonly snapshot: Operation;
  readonly contained: readonly Operation[];
  readonly missed: readonly Operation[];
}

function sightOf(telling: Telling, snapshot: Operation): Sight {
  const writes = (indexes: readonly number[]): Operation[] =>
    indexes.flatMap((index) => telling.operation(index) ?? []);
  const missed = writes(
    telling
      .relations('older version')
      .filter(({ from }) => from === snapshot.index)
      .map(({ to }) => to),
  );
  const contained = writes(
    telling
      .relations('reads from')
      .filter(({ to }) => to === snapshot.index)
      .map(({ from }) => from),
  );
  return { snapshot, missed, contained };
}

function alone(telling: Telling, { snapshot, missed, contained }: Sight): Sentence {
  const gap = missed[0] as Operation;
  // The value of the missed key is in the snapshot too, but it is not what the sentence is about.
  const newest = contained.filter(({ key }) => key !== gap.key).at(-1);
  const saw = newest ? say`it saw ${written(telling, newest)}, but ` : '';
  return say`At ${telling.at(snapshot.invokedAt)} ${theActor(snapshot)} read several keys at once: ${saw}not ${written(telling, gap)}, although that came first. ${strong('What it saw has a gap: it never was the state at any one time.')}`;
}

function together(telling: Telling, sights: readonly Sight[]): Sentence {
  const lines = sights.map(({ snapshot, missed, contained }, at) => {
    const missedBefore = sights[(at + sights.length - 1) % sights.length]?.missed ?? [];
    const shown = contained.filter((write) => missedBefore.includes(write));
    const saw =
      shown.length > 0
        ? shown
        : contained.filter(({ key }) => !missed.some((gap) => gap.key === key)).slice(-1);
    const has = saw.length > 0 ? say`saw ${each(telling, saw)} but ` : '';
    return say`${openingActor(snapshot)} ${has}not ${each(telling, missed)}. `;
  });
  const circle =
    sights.length === 2
      ? say`Each of the two misses something that the other one has: ${strong('no one order of all writes leads through both.')}`
      : say`Each of them misses something that the next one has: ${strong('no one order of all writes leads through all of them.')}`;
  return say`${lines.flat()}${circle}`;
}

function each(telling: Telling, writes: readonly Operation[]): Sentence {
  return enumerate(writes.map((write) => written(telling, write)));
}

function written(telling: Telling, write: Operation): Sentence {
  return say`${telling.pair(write.input, write, write.key)}`;
}

/** Where the order between what was missed and what was seen comes from. */
function orderOfWrites(telling: Telling, sights: readonly Sight[]): Sentence | undefined {
  const steps = telling.relations('real time').flatMap(({ from, to }) => {
    const [ended, began] = [telling.operation(from), telling.operation(to)];
    return ended && began ? [{ ended, began }] : [];
  });
  const missed = new Set(sights.flatMap((sight) => sight.missed));
  const own = sights.flatMap(({ missed: gaps, contained }) =>
    gaps.flatMap((gap) => contained.filter(({ key }) => key === gap.key).map((older) => ({ older, gap }))),
  );
  const clauses: Sentence[] = [];
  for (const { ended, began } of steps) {
    if (ended.f === 'write') {
      clauses.push(
        say`${telling.pair(ended.input, ended, ended.key)} was acknowledged at ${telling.at(ended.completedAt)}, before the write of ${telling.pair(began.input, began, began.key)} began at ${telling.at(began.invokedAt)}`,
      );
    } else {
      const shown = [...missed, ...own.map(({ older }) => older)].find(
        (write) => readerBetween(telling, write, began) === ended,
      );
      const what = shown ? telling.pair(shown.input, shown, shown.key) : telling.what(ended);
      clauses.push(
        say`${theActor(ended)} had read ${what} by ${telling.at(ended.completedAt)}, before the write of ${telling.pair(began.input, began, began.key)} began at ${telling.at(began.invokedAt)}`,
      );
    }
  }
  if (clauses.length === 0) {
    return say`No order of versions is assumed beyond that every write is newer than a key's initial value.`;
  }
  return say`The order of writes comes from real time: ${clauses.flatMap((clause, at) => say`${at > 0 ? '; ' : ''}${clause}`)}.`;
}
