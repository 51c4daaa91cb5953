import type { Value } from '../history/event.js';
import type { History, Operation } from '../history/operation.js';
import { fieldsOf } from './fields-of.js';
import { type Inspection, inspectionsOf } from './inspection.js';
import { Register, type Version } from './register.js';

/** What an acknowledged read returned for one key; a read of several keys is one of these for each of them. */
export interface Read {
  readonly operation: Operation;
  readonly register: Register;
  readonly value: Value;
  /** Undefined when no write can have given the value; `write` then says more. */
  readonly version: Version | undefined;
  /** The write of this value: also one that failed, or one invoked only after the read had ended. */
  readonly write: Operation | undefined;
}

/** A history sorted by registers: what all checkers start from. */
export interface Registers {
  readonly byKey: ReadonlyMap<string | undefined, Register>;
  /** Versions that may exist, in order of their writes' invocation: acknowledged or of unknown outcome. */
  readonly versions: readonly Version[];
  /** In order of invocation. */
  readonly reads: readonly Read[];
  /** Acknowledged inspections of the final phase, in order of invocation. */
  readonly inspections: readonly Inspection[];
  /** Every node that a client spoke to. */
  readonly nodes: ReadonlySet<string>;
}

const built = new WeakMap<History, Registers>();

/**
 * The registers of a history, built once for all checkers.
 *
 * Every written value must be unique within its key, and differ from the initial value `null`: it is by their values that reads
 * and writes are matched.
 * @throws HistoryError when a value is written twice, or a result has not the form that its operation demands
 */
export function registersOf(history: History): Registers {
  let registers = built.get(history);
  if (!registers) {
    registers = buildRegisters(history.operations);
    built.set(history, registers);
  }
  return registers;
}

/** As `registersOf`, for operations in order of invocation. */
export function buildRegisters(operations: readonly Operation[]): Registers {
  const builder = new Builder();
  for (const operation of operations) builder.addWrites(operation);
  for (const operation of operations) builder.addReads(operation);
  builder.addInspections(inspectionsOf(operations));
  return builder;
}

class Builder implements Registers {
  readonly byKey = new Map<string | undefined, Register>();
  readonly versions: Version[] = [];
  readonly reads: Read[] = [];
  readonly inspections: Inspection[] = [];
  readonly nodes = new Set<string>();

  addWrites(operation: Operation): void {
    if (operation.node !== undefined) this.nodes.add(operation.node);
    if (operation.f !== 'write') return;
    const version = this.#register(operation.key).write(operation);
    if (operation.type === 'fail') return;
    version.place = this.versions.length;
    this.versions.push(version);
  }

  addReads(operation: Operation): void {
    const { f, type } = operation;
    switch (f) {
      case 'write':
        return;
      case 'read':
        if (type === 'ok') this.#read(operation, operation.key, operation.output);
        return;
      case 'multi-read':
        if (type !== 'ok') return;
        for (const [key, value] of Object.entries(fieldsOf(operation))) this.#read(operation, key, value);
        return;
    }
  }

  addInspections(inspections: readonly Inspection[]): void {
    this.inspections.push(...inspections);
    for (const { values } of inspections) for (const key of values.keys()) this.#register(key);
  }

  #register(key: string | undefined): Register {
    let register = this.byKey.get(key);
    if (!register) {
      register = new Register(key, this.byKey.size);
      this.byKey.set(key, register);
    }
    return register;
  }

  #read(operation: Operation, key: string | undefined, value: Value): void {
    const register = this.#register(key);
    const found = register.find(value);
    const write = found?.write;
    const possible = !write || (write.type !== 'fail' && write.index < operation.completedIndex);
    const version = possible ? found : undefined;
    version?.seenBy(operation);
    this.reads.push({ operation, register, value, version, write });
  }
}
