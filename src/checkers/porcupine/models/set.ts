import { type Model, type Scalar, UNKNOWN } from '../model.js';

/**
 * What a set is asked. `contains` answers whether the value is in; `add` and `remove` answer whether they changed
 * anything, or `null` where the system does not say.
 */
export interface SetInput<Value> {
  readonly f: 'add' | 'remove' | 'contains';
  readonly value: Value;
}

/** A set that is asked about one element at a time; each element is judged by itself. The state: whether it is in. */
export function set<Value extends Scalar>(): Model<boolean, SetInput<Value>, boolean | null> {
  return {
    name: 'set',
    init: () => false,
    step(isIn, { f }, output) {
      const after = f === 'contains' ? isIn : f === 'add';
      const answer = f === 'contains' ? isIn : after !== isIn;
      return output === UNKNOWN || output === null || output === answer ? [after] : [];
    },
    partition: ({ value }) => JSON.stringify(value),
    readOnly: ({ f }, output) => f === 'contains' || output === false,
    overwrites: ({ f }, output) => f !== 'contains' && (output === null || output === UNKNOWN),
    hash: Number,
    describeOperation: ({ f, value }, output) =>
      `${f} ${String(value)}${output === null ? '' : ` → ${output === UNKNOWN ? '?' : output}`}`,
    describeState: (isIn) => (isIn ? 'in' : 'not in'),
  };
}
