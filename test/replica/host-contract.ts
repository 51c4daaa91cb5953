import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Body } from '../../src/replica/message.js';
import type { Host, Replica, StartReplica } from '../../src/replica/host.js';

/** Something that can run one replica, n1 of the nodes n1 and n2, of which n2 is down all the time. */
export interface HostLab {
  /** Starts a life of n1; after `crash` on the same disk. */
  boot(start: StartReplica): Promise<void>;
  /** Ends n1's life as kill -9 does. */
  crash(): Promise<void>;
  /** Lets time pass until the condition holds; rejects when that takes unreasonably long. */
  until(condition: () => boolean): Promise<void>;
  /** Removes everything. */
  close(): Promise<void>;
}

const deaf: Replica = { receive: () => {} };

/**
 * What every Host owes a replica, whatever it is made of. Replicas are written against this, so the real Host and the
 * simulated one must both pass.
 */
export function hostContract(name: string, createLab: () => Promise<HostLab>): void {
  describe(`${name} keeps the contract of a Host`, () => {
    let lab: HostLab;
    beforeEach(async () => {
      lab = await createLab();
    });
    afterEach(() => lab.close());

    /** Boots a replica that hears nothing, runs `script` when it starts, and waits until it calls `done`. */
    async function life(script: (host: Host, done: () => void) => void): Promise<void> {
      let ended = false;
      await lab.boot((host) => {
        script(host, () => (ended = true));
        return deaf;
      });
      await lab.until(() => ended);
    }

    test('knows its name and all nodes in order', async () => {
      await life((host, done) => {
        expect(host.id).toBe('n1');
        expect(host.nodes).toEqual(['n1', 'n2']);
        done();
      });
    });

    describe('timers', () => {
      test('fire in the order in which they are due, and of setting where that is equal', async () => {
        const fired: string[] = [];
        await life((host, done) => {
          host.after(30, () => fired.push('30'));
          host.after(10, () => fired.push('10'));
          host.after(20, () => fired.push('20'));
          host.after(5, () => fired.push('5'));
          for (const letter of 'abc') host.after(0, () => fired.push(`0${letter}`));
          host.after(40, done);
        });
        expect(fired).toEqual(['0a', '0b', '0c', '5', '10', '20', '30']);
      });

      test('never fire early, nor within the call that sets them', async () => {
        const early: string[] = [];
        await life((host, done) => {
          let waiting = 0;
          let setting = true;
          for (const delay of [0, 0.3, 1, 1.7, 4, 9.9]) {
            waiting++;
            const due = host.clock.monotonic() + delay;
            host.after(delay, () => {
              if (setting) early.push(`${delay} at once`);
              if (host.clock.monotonic() < due - 1e-6) early.push(`${delay}`);
              if (--waiting === 0) done();
            });
          }
          setting = false;
        });
        expect(early).toEqual([]);
      });

      test('do not fire when they were cancelled, even by one due at the same time', async () => {
        const fired: string[] = [];
        await life((host, done) => {
          const cancelled = host.after(5, () => fired.push('cancelled'));
          host.after(6, () => victim.cancel());
          const victim = host.after(6, () => fired.push('victim'));
          cancelled.cancel();
          cancelled.cancel();
          host.after(20, () => {
            cancelled.cancel();
            done();
          });
        });
        expect(fired).toEqual([]);
      });

      test('of an earlier life never fire', async () => {
        const fired: string[] = [];
        await life((host, done) => {
          host.after(15, () => fired.push('late'));
          host.after(1, done);
        });
        await lab.crash();
        await life((host, done) => {
          host.after(40, done);
        });
        expect(fired).toEqual([]);
      });
    });

    test('its monotonic clock never runs backwards and keeps pace with timers', async () => {
      const samples: number[] = [];
      await life((host, done) => {
        const tick = (): void => {
          for (let sample = 0; sample < 100; sample++) samples.push(host.clock.monotonic());
          if (samples.length < 1_000) host.after(2, tick);
          else done();
        };
        tick();
        expect(Number.isFinite(host.clock.wall())).toBe(true);
      });
      expect(samples).toEqual([...samples].sort((a, b) => a - b));
      expect((samples.at(-1) as number) - (samples[0] as number)).toBeGreaterThanOrEqual(18);
    });

    test('its random numbers lie in [0, 1) and spread', async () => {
      const drawn: number[] = [];
      await life((host, done) => {
        for (let draw = 0; draw < 4_000; draw++) drawn.push(host.random());
        done();
      });
      expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
      expect(new Set(drawn).size).toBeGreaterThan(3_900);
      const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
      // Seven standard deviations of the mean of so many.
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.032);
    });

    describe('disk', () => {
      test('is empty where nothing was written', async () => {
        await life(({ disk }, done) => {
          expect(disk.read('nothing')).toBe('');
          done();
        });
      });

      test('reads at once what was appended, each file by itself', async () => {
        await life(({ disk }, done) => {
          disk.append('a', 'one\n');
          disk.append('b', 'other');
          disk.append('a', 'two\n');
          expect(disk.read('a')).toBe('one\ntwo\n');
          expect(disk.read('b')).toBe('other');
          done();
        });
      });

      test('cuts a file, never lengthens it, and appends after the cut', async () => {
        await life(({ disk }, done) => {
          disk.append('a', 'abcdef');
          disk.truncate('a', 4);
          expect(disk.read('a')).toBe('abcd');
          disk.truncate('a', 100);
          expect(disk.read('a')).toBe('abcd');
          disk.append('a', 'X');
          expect(disk.read('a')).toBe('abcdX');
          disk.truncate('a', 0);
          expect(disk.read('a')).toBe('');
          disk.truncate('new', 0);
          expect(disk.read('new')).toBe('');
          done();
        });
      });

      test('calls back from syncs later, and in the order of the calls', async () => {
        const synced: string[] = [];
        await life((host, done) => {
          const { disk } = host;
          const expected = 12;
          const arrive = (what: string) => (): void => {
            synced.push(what);
            if (synced.length === expected) done();
          };
          for (let round = 0; round < 3; round++) {
            disk.append('a', 'x');
            disk.sync('a', arrive(`a${round}`));
            disk.append('b', 'y');
            disk.sync('b', arrive(`b${round}`));
          }
          expect(synced).toEqual([]);
          // These come while the first are under way, or after.
          host.after(0, () => {
            for (let round = 3; round < 5; round++) {
              disk.sync('b', arrive(`b${round}`));
              disk.sync('a', arrive(`a${round}`));
            }
            // A file that was never written.
            disk.sync('c', arrive('c'));
            disk.sync('a', arrive('last'));
          });
        });
        expect(synced).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2', 'b3', 'a3', 'b4', 'a4', 'c', 'last']);
      });

      test('can be synced again from within the callback', async () => {
        const synced: number[] = [];
        await life(({ disk }, done) => {
          const again = (round: number): void => {
            disk.append('a', `${round}`);
            disk.sync('a', () => {
              synced.push(round);
              if (round < 5) again(round + 1);
              else done();
            });
          };
          again(1);
        });
        expect(synced).toEqual([1, 2, 3, 4, 5]);
      });

      test('keeps over a crash what was synced, cuts included', async () => {
        await life(({ disk }, done) => {
          disk.append('a', 'kept\ntorn');
          disk.truncate('a', 5);
          disk.append('b', 'b');
          disk.sync('a', () => disk.sync('b', done));
        });
        await lab.crash();
        await life(({ disk }, done) => {
          expect(disk.read('a')).toBe('kept\n');
          expect(disk.read('b')).toBe('b');
          disk.append('a', 'more\n');
          expect(disk.read('a')).toBe('kept\nmore\n');
          done();
        });
      });

      test('never calls back into a life that has ended', async () => {
        const synced: string[] = [];
        await life(({ disk }, done) => {
          disk.append('a', 'x');
          disk.sync('a', () => synced.push('late'));
          done();
        });
        // In most runs the sync is still under way here.
        const before = synced.length;
        await lab.crash();
        await life((host, done) => {
          host.after(30, done);
        });
        expect(synced.length).toBe(before);
      });
    });

    describe('messages', () => {
      test('to itself arrive later, whole and from itself', async () => {
        const heard: [string, Body][] = [];
        let sending = true;
        await lab.boot((host) => {
          host.send('n1', { type: 'first', nested: { list: [1, 'two', null] } });
          host.send('n1', { type: 'second', msg_id: 7 });
          sending = false;
          return {
            receive: (from, body) => {
              expect(sending).toBe(false);
              heard.push([from, body]);
            },
          };
        });
        await lab.until(() => heard.length === 2);
        expect(heard).toEqual([
          ['n1', { type: 'first', nested: { list: [1, 'two', null] } }],
          ['n1', { type: 'second', msg_id: 7 }],
        ]);
      });

      test('to a node that is down and to clients nobody knows vanish in silence', async () => {
        await life((host, done) => {
          for (let message = 0; message < 100; message++) {
            host.send('n2', { type: 'anybody' });
            host.send('c99', { type: 'anybody', in_reply_to: message + 1_000_000 });
          }
          host.after(30, () => {
            host.send('n2', { type: 'still' });
            host.after(30, done);
          });
        });
      });
    });
  });
}
