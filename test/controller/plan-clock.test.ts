import { describe, expect, test } from 'vitest';
import { PlanClock } from '../../src/controller/plan-clock.js';

/** Time that passes when the test says so. */
class HandTurned {
  #nowNs = 0;
  #timers: { readonly at: number; readonly action: () => void }[] = [];

  now = (): number => this.#nowNs;

  after = (delayMs: number, action: () => void): (() => void) => {
    this.#timers.push({ at: this.#nowNs + delayMs * 1e6, action });
    return () => {};
  };

  turnTo(ms: number): void {
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= ms * 1e6).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#nowNs = Math.max(this.#nowNs, next.at);
      next.action();
    }
    this.#nowNs = ms * 1e6;
  }
}

describe('the time that a plan speaks of', () => {
  test('stands still while the nemesis is at work, and all that is to come is as much later', () => {
    const time = new HandTurned();
    const clock = new PlanClock(time, true);
    const heard: [string, number][] = [];
    const note = (what: string) => () => heard.push([what, time.now() / 1e6]);
    clock.after(90, note('before'));
    clock.after(150, note('meanwhile'));
    clock.after(500, note('later'));
    time.turnTo(100);
    const goOn = clock.hold();
    time.turnTo(180);
    expect(clock.elapsedMs).toBe(100);
    clock.after(20, note('begun meanwhile'));
    const other = clock.hold();
    time.turnTo(250);
    goOn();
    time.turnTo(300);
    expect(clock.elapsedMs).toBe(100);
    other();
    time.turnTo(1_000);
    expect(clock.elapsedMs).toBe(800);
    expect(heard).toEqual([
      ['before', 90],
      ['begun meanwhile', 320],
      ['meanwhile', 350],
      ['later', 700],
    ]);
  });

  test('goes on in a plan that does not go in step', () => {
    const time = new HandTurned();
    const clock = new PlanClock(time, false);
    const heard: number[] = [];
    clock.after(150, () => heard.push(time.now() / 1e6));
    time.turnTo(100);
    clock.hold();
    time.turnTo(200);
    expect(clock.elapsedMs).toBe(200);
    expect(heard).toEqual([150]);
  });
});
