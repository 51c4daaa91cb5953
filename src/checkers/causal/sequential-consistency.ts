import type { Operation } from '../../history/operation.js';
import type { Anomaly } from '../checker.js';
import { isLinearizable } from '../linearizability.js';
import { reduce } from '../porcupine/reduce.js';
import { buildRegisters } from '../registers.js';
import { Witness } from '../witness.js';
import type { CausalAnalysis } from './analysis.js';
import { convergenceAnomalies, knownOrder, OVERWRITTEN_BY, witnessOf } from './causal-convergence.js';
import { defineCausalChecker } from './define-causal-checker.js';
import type { Edge } from './edges.js';
import { searchSequence } from './search-sequence.js';
import { byThemselves } from './smallest-witnesses.js';
import { INITIAL, type Trace, traceOf } from './trace.js';

/**
 * Sequential consistency (Lamport, "How to make a multiprocessor computer that correctly executes multiprocess programs",
 * IEEE Trans. Comput. 1979): some order of all operations keeps each session's own and makes every read right. To decide
 * it is NP-complete, also with unique values (Gibbons and Korach 1997), so first come what implies it (linearizability) and
 * patterns that rule it out (causal convergence; Bouajjani, Enea, Guerraoui and Hamza use such filters in "Gradual consistency checking", CAV 2019), then a
 * bounded search.
 *
 *     p1  ├─ write x 1 ─┤  ├─ read y: null ─┤
 *     p2  ├─ write y 1 ─┤  ├─ read x: null ─┤
 */
export const sequentialConsistency = defineCausalChecker({
  guarantee: 'sequential-consistency',
  summary: 'all operations fit into one order that keeps each session’s own',
  find(analysis, { maxAnomalies }, registers) {
    const { trace } = analysis;
    if (isLinearizable(registers)) return { anomalies: [] };
    const weaker = convergenceAnomalies('sequential-consistency', analysis, maxAnomalies);
    if (weaker.count > 0) return weaker;
    const cycle = orderCycle(analysis);
    if (cycle) return { anomalies: [nonSequential(witnessOf(trace, cycle))] };
    const { holds } = searchSequence(trace);
    if (holds === true) return { anomalies: [] };
    if (holds === false) return { anomalies: [nonSequential(fewOf(trace))] };
    const why =
      'Neither an order of all operations nor a proof that there is none was found within the bound.';
    return { anomalies: [], why };
  },
});

/**
 * A cycle of what any one order must keep: what all sessions agree on, and that a read comes before the writes that are
 * certainly newer than what it returned. Most histories that are not sequentially consistent have one.
 */
function orderCycle(analysis: CausalAnalysis): Edge[] | undefined {
  const { trace } = analysis;
  const edges = knownOrder(analysis);
  const newer = new Map<number, readonly number[]>();
  for (let read = 0; read < trace.events; read++) {
    if (trace.isWrite[read]) continue;
    const [returned, key] = [trace.source[read] as number, trace.key[read] as number];
    // What follows the initial value of a key has a name of its own, below all events.
    const name = returned === INITIAL ? ~key : returned;
    let next = newer.get(name);
    if (!next) newer.set(name, (next = nextWrites(analysis, key, returned)));
    for (const write of next) edges.add(read, write, OVERWRITTEN_BY);
  }
  return edges.cycle(trace.events);
}

/** Writes of a key that have one in their past, but for those that have another of these in theirs. */
function nextWrites({ trace, writes, order }: CausalAnalysis, key: number, returned: number): number[] {
  const { session, operation } = trace;
  const { writer, cellStart } = writes;
  const invoked = (write: number): number => (operation[write] as Operation).index;
  let candidates: number[] = [];
  let earliest = INITIAL;
  for (let cell = cellStart[key] as number; cell < (cellStart[key + 1] as number); cell++) {
    const from = returned === INITIAL ? 0 : order.firstAfter(returned, writer[cell] as number);
    const write = writes.firstFrom(cell, from);
    if (write < 0) continue;
    candidates.push(write);
    if (earliest === INITIAL || invoked(write) < invoked(earliest)) earliest = write;
  }
  const first: number[] = [];
  for (
    let one: number | undefined = candidates.length > 0 ? earliest : undefined;
    one !== undefined;
    one = candidates[0]
  ) {
    const chosen = one;
    first.push(chosen);
    // Those that are left neither are it nor have it in their past.
    candidates = candidates.filter(
      (write) => write !== chosen && write < order.firstAfter(chosen, session[write] as number),
    );
  }
  return first;
}

/** What the search may do for a check of fewer operations. */
const WORK_PER_CHECK = 200_000;
/** Checks of fewer operations; with each the witness shrinks or stays. */
const MOST_CHECKS = 2_000;
/** Checks that come to nothing within that: they are the dear ones, so more of them would take many seconds. */
const MOST_UNKNOWN = 10;

const nonSequential = (witness: Witness): Anomaly =>
  witness.anomaly({ kind: 'non-sequential', guarantee: 'sequential-consistency', facts: {} });

/** As few operations as can be found that do not fit into one order. */
function fewOf(trace: Trace): Witness {
  const operations = [...new Set(trace.operation)].sort((a, b) => a.index - b.index);
  let checks = 0;
  let unknown = 0;
  const few = reduce(
    operations,
    [],
    (rest) => {
      checks++;
      const { holds } = searchSequence(traceOf(buildRegisters(byThemselves(rest))), WORK_PER_CHECK);
      if (holds === 'unknown') unknown++;
      return holds === false;
    },
    () => checks >= MOST_CHECKS || unknown >= MOST_UNKNOWN,
  );
  return told(traceOf(buildRegisters(byThemselves(few))));
}

function told(trace: Trace): Witness {
  const witness = new Witness();
  const { events, session, source, isWrite, operation } = trace;
  witness.add(...operation);
  for (let event = 0; event < events; event++) {
    if (event > 0 && session[event - 1] === session[event]) {
      witness.relate(operation[event - 1], operation[event], 'session order');
    }
    const from = source[event] as number;
    if (!isWrite[event] && from !== INITIAL) witness.relate(operation[from], operation[event], 'reads from');
  }
  return witness;
}
