import type { Operation } from '../history/operation.js';
import type { Value } from '../history/event.js';
import type { Anomaly, Guarantee } from './checker.js';
import type { Register } from './register.js';
import { Witness } from './witness.js';

/**
 * The anomaly that a value was returned that cannot have been there: nobody wrote it, its write certainly failed, or its
 * write was invoked only after the read had ended.
 * @param write the write of this value, if there is one
 */
export function impossibleRead(
  guarantee: Guarantee,
  read: Operation,
  register: Register,
  value: Value,
  write: Operation | undefined,
): Anomaly {
  const facts = { returned: value };
  if (!write) return new Witness().add(read).anomaly({ kind: 'thin-air-read', guarantee, register, facts });
  if (write.type === 'fail') {
    return new Witness()
      .add(write, read)
      .relate(write, read, 'reads from')
      .anomaly({ kind: 'failed-write-visible', guarantee, register, facts });
  }
  return new Witness()
    .add(read, write)
    .relate(read, write, 'real time')
    .relate(write, read, 'reads from')
    .anomaly({ kind: 'read-from-the-future', guarantee, register, facts });
}
