import type { Checker, CheckSettings } from './checker.js';
import { type CheckerDraft, defineChecker, type Findings } from './define-checker.js';
import { type Registers, registersOf } from './registers.js';

/** What is known of registers: `inspect` asks a replica for its own state. */
export const registerOperations = ['read', 'write', 'multi-read', 'inspect'] as const;

/** A checker of registers, which are sorted out of a history once for all of them. */
export interface RegisterCheckerDraft extends Omit<CheckerDraft, 'find' | 'operations'> {
  readonly find: (registers: Registers, settings: CheckSettings) => Findings;
}

/** Makes a checker of registers that are read and written. */
export function defineRegisterChecker({ find, ...draft }: RegisterCheckerDraft): Checker {
  return defineChecker({
    ...draft,
    operations: registerOperations,
    find: (history, settings) => find(registersOf(history), settings),
  });
}
