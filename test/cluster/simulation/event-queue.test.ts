import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue, type Scheduled } from '../../../src/cluster/simulation/event-queue.js';

interface Event extends Scheduled<Event> {
  readonly at: number;
  readonly sequence: number;
  action: true | undefined;
}

/** What is done with the queue: an event that is due so much later, a timer of such a delay, or one of these two. */
const step = fc.oneof(
  fc.record({ push: fc.nat({ max: 20 }) }),
  fc.record({ timer: fc.nat({ max: 4 }) }),
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
          const delay = 'push' in one ? one.push : one.timer;
          const event: Event = { at: now + delay, sequence, action: true };
          waiting.push(event);
          if ('push' in one) queue.push(event);
          else queue.pushTimer(event, delay);
        }
      }
      while (waiting.length > 0) pop();
      pop();
    }),
    { numRuns: 500 },
  );
});
