import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  EventQueue,
  type Scheduled,
  STRETCH_NS,
  STRETCHES,
} from '../../../src/cluster/simulation/event-queue.js';

interface Event extends Scheduled<Event> {
  readonly at: number;
  readonly sequence: number;
  action: true | undefined;
}

/** Soon, some stretches of time ahead, and beyond those that are kept apart; whole numbers, so that some are equal. */
const delay = fc.oneof(
  fc.nat({ max: 20 }),
  fc.nat({ max: 20 }).map((count) => (count * STRETCH_NS) / 4),
  fc.nat({ max: 6 }).map((count) => (STRETCHES + count - 3) * STRETCH_NS),
);

/** What is done with the queue: an event that is due so much later, one called off, or the next taken out. */
const step = fc.oneof(
  fc.record({ push: delay }),
  fc.record({ callOff: fc.nat({ max: 20 }) }),
  fc.constant({ pop: true as const }),
);

test('events come out by time, and in the order of scheduling where times are equal; what was called off may not', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const queue = new EventQueue<Event>();
      const waiting: Event[] = [];
      let now = 0;
      const pop = (): void => {
        let event = queue.pop();
        while (event && !event.action) event = queue.pop();
        waiting.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
        expect(event).toBe(waiting.shift());
        now = event?.at ?? now;
      };
      for (const [sequence, one] of steps.entries()) {
        if ('pop' in one) pop();
        else if ('callOff' in one) {
          const [event] = waiting.splice(one.callOff, 1);
          if (event) event.action = undefined;
        } else {
          const event: Event = { at: now + one.push, sequence, action: true };
          waiting.push(event);
          queue.push(event);
        }
      }
      while (waiting.length > 0) pop();
      pop();
    }),
    { numRuns: 500 },
  );
});
