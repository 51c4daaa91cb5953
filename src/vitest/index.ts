// `import 'splitbrain/vitest'` in a test or a setup file adds the matchers to `expect`.
import { expect } from 'vitest';
import { toBeLinearizable, toSatisfy } from './matchers.js';

expect.extend({ toBeLinearizable, toSatisfy });

declare module 'vitest' {
  interface Assertion<T> {
    /** Whether each key of a history behaves like one register. */
    toBeLinearizable(): T;
    /** Whether a history keeps guarantees or groups of them, such as `causal`; or, as always, a condition. */
    toSatisfy: ((...guarantees: readonly string[]) => T) &
      (<E>(condition: (value: E) => boolean, message?: string) => T);
  }
}
