import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from '../../../src/cluster/simulation/event-queue.js';

test('events come out by time, and in the order of scheduling where times are equal', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat({ max: 20 }), fc.constant('pop' as const))), (steps) => {
      const queue = new EventQueue<{ at: number; sequence: number }>();
      const sorted: { at: number; sequence: number }[] = [];
      for (const [sequence, step] of steps.entries()) {
        if (step === 'pop') {
          expect(queue.pop()).toEqual(sorted.shift());
        } else {
          const event = { at: step, sequence };
          queue.push(event);
          sorted.push(event);
          sorted.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
        }
        expect(queue.size).toBe(sorted.length);
      }
    }),
  );
});
