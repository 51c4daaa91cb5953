import type { Value } from '../../history/event.js';
import type { Operation } from '../../history/operation.js';
import type { Anomaly } from '../checker.js';
import type { RegisterCheckerDraft } from '../define-register-checker.js';
import { reduce } from '../porcupine/reduce.js';
import { buildRegisters, type Registers } from '../registers.js';

/** Checks of fewer operations for one anomaly; with each its witness shrinks or stays. */
const MOST_CHECKS = 2_000;

/**
 * Tells every anomaly that a search finds by operations that show it by themselves and of which none can be spared: a
 * way through causality that is short in the whole history may still have detours.
 */
export function withSmallestWitnesses(find: RegisterCheckerDraft['find']): RegisterCheckerDraft['find'] {
  return (registers, settings) => {
    const findings = find(registers, settings);
    if (!findings.anomalies.some(hasDetours)) return findings;
    const operations = operationsByIndex(registers, findings.anomalies);
    const told = new Map<string, Anomaly>();
    for (const anomaly of findings.anomalies) {
      if (told.size >= settings.maxAnomalies) break;
      const given = anomaly.operations.map((index) => operations.get(index) as Operation);
      const smallest = hasDetours(anomaly) ? smallestOf(anomaly, given, find) : anomaly;
      const name = `${smallest.kind} ${[...smallest.operations].sort((a, b) => a - b).join()}`;
      if (!told.has(name)) told.set(name, smallest);
    }
    return { ...findings, anomalies: [...told.values()], count: findings.count ?? findings.anomalies.length };
  };
}

const hasDetours = ({ operations }: Anomaly): boolean => operations.length > 2;

function smallestOf(
  anomaly: Anomaly,
  given: readonly Operation[],
  find: RegisterCheckerDraft['find'],
): Anomaly {
  const among = (operations: readonly Operation[]): Anomaly | undefined => {
    const { anomalies } = find(buildRegisters(byThemselves(operations)), {
      minEvidence: 1,
      maxAnomalies: 20,
    });
    const same = anomalies.filter(({ kind }) => kind === anomaly.kind);
    return same.sort((a, b) => a.operations.length - b.operations.length)[0];
  };
  let checks = 0;
  const few = reduce(
    [...given].sort((a, b) => a.index - b.index),
    [],
    (rest) => checks++ < MOST_CHECKS && among(rest) !== undefined,
    () => checks >= MOST_CHECKS,
  );
  return among(few) ?? anomaly;
}

/**
 * Operations as a history of their own: what was read is left out where its write is not among them, for it would
 * seem to come out of thin air.
 */
export function byThemselves(operations: readonly Operation[]): Operation[] {
  const written = new Set<string>();
  const name = (key: string | undefined, value: Value): string => JSON.stringify([key, value]);
  for (const { f, key, input } of operations) if (f === 'write') written.add(name(key, input));
  const isKnown = (key: string | undefined, value: Value): boolean =>
    value === null || written.has(name(key, value));
  return operations.flatMap((operation): Operation[] => {
    const { f, key, output } = operation;
    if (f === 'read') return isKnown(key, output) ? [operation] : [];
    if (f !== 'multi-read') return [operation];
    const known = Object.entries(output as Record<string, Value>).filter(([one, value]) =>
      isKnown(one, value),
    );
    return known.length > 0 ? [{ ...operation, output: Object.fromEntries(known) }] : [];
  });
}

function operationsByIndex(
  { versions, reads }: Registers,
  anomalies: readonly Anomaly[],
): Map<number, Operation> {
  const wanted = new Set(anomalies.flatMap(({ operations }) => operations));
  const found = new Map<number, Operation>();
  const note = (operation: Operation | undefined): void => {
    if (operation && wanted.has(operation.index)) found.set(operation.index, operation);
  };
  for (const { write } of versions) note(write);
  for (const { operation, write } of reads) {
    note(operation);
    note(write);
  }
  return found;
}
