import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../reports/describe-operation.js';
import { theActor } from '../../../reports/explanations/telling.js';
import { lanesOf } from '../../../reports/page/lanes.js';
import { simulate } from '../../../src/controller/simulate.js';
import { QUORUM_READERS } from '../../../src/history/event.js';
import { pair } from '../../../src/history/pair.js';
import { drawPlan } from '../../../src/run/draw-plan.js';
import { defaultSettings } from '../../../src/run/settings.js';
import { targetNamed } from '../../../targets/registry.js';
import { type Draft, makeHistory, w } from '../../checkers/make-history.js';
import { sampleRun } from '../sample-run.js';

describe('lanesOf', () => {
  it('keeps the processes of one client in one row', () => {
    const { history, plan } = sampleRun({ clients: 4 });
    const { laneOf, lanes } = lanesOf(history, plan);
    expect(new Set(history.operations.map(({ process }) => process)).size).toBeGreaterThan(7);
    expect(lanes.filter(({ final }) => !final)).toHaveLength(4);
    for (const [at, { process, final }] of history.operations.entries()) {
      if (!final) expect(laneOf[at]).toBe(process % 4);
    }
  });

  it('never lets two operations of a row overlap, however many processes there are', () => {
    const drafts = fc.array(fc.record({ at: fc.nat(300), length: fc.integer({ min: 1, max: 60 }) }), {
      minLength: 1,
      maxLength: 150,
    });
    fc.assert(
      fc.property(drafts, (list) => {
        const operations = list.map(({ at, length }, number): Draft =>
          w(number, 'x', number, at, at + length),
        );
        const history = makeHistory(...operations);
        const { laneOf, lanes } = lanesOf(history);
        expect(lanes.length).toBeLessThanOrEqual(list.length);
        const free: number[] = [];
        for (const [at, { invokedAt, endedAt }] of history.operations.entries()) {
          const lane = laneOf[at] as number;
          expect(invokedAt).toBeGreaterThanOrEqual(free[lane] ?? 0);
          free[lane] = endedAt;
        }
      }),
    );
  });

  it('gives those who ask a quorum rows of their own, and not those of clients', async () => {
    const plan = drawPlan({
      ...defaultSettings,
      target: 'single-leader',
      faults: ['minority'],
      seed: 'quorum',
      timeLimitMs: 500,
    });
    const { events } = await simulate(plan, targetNamed(plan.target));
    const history = pair(events);
    const { lanes, laneOf } = lanesOf(history, plan);
    const ofQuorum = history.operations.flatMap((operation, at) =>
      operation.process >= QUORUM_READERS ? [{ operation, lane: lanes[laneOf[at] as number] }] : [],
    );
    expect(ofQuorum.length).toBeGreaterThan(0);
    for (const { operation, lane } of ofQuorum) {
      expect(lane).toEqual({ label: `quorum ${operation.node}`, final: true });
      expect(actorOf(operation)).toBe(`quorum reader ${operation.node}`);
      expect(theActor(operation)).toBe(`the quorum reader at ${operation.node}`);
    }
    const clients = lanes.filter(({ label }) => label.startsWith('client '));
    expect(clients).toHaveLength(plan.clients.length);
  });
});
