import { expect, test } from 'vitest';
import { SimulatedDisk } from '../../../src/cluster/simulation/simulated-disk.js';
import type { Host } from '../../../src/replica/host.js';
import type { Body } from '../../../src/replica/message.js';
import { optionsFor } from '../../../targets/single-leader/options-schema.js';
import { singleLeader } from '../../../targets/single-leader/target.js';

/** A replica whose messages and timers go nowhere but into lists. */
function replicaOf(id: string, disk = new SimulatedDisk((done) => done())) {
  const sent: { readonly to: string; readonly body: Body }[] = [];
  const host: Host = {
    id,
    nodes: ['n1', 'n2', 'n3'],
    clock: { wall: () => 0, monotonic: () => 0 },
    disk,
    after: () => ({ cancel: () => {} }),
    send: (to, body) => sent.push({ to, body }),
    random: () => 0.5,
    log: () => {},
  };
  const replica = singleLeader.start(host, { ...optionsFor(3).parse({}), bugs: [] });
  return {
    sent,
    tell: (from: string, body: Body): readonly Body[] => {
      sent.length = 0;
      replica.receive(from, body);
      return sent.filter(({ to }) => to === from).map(({ body: answer }) => answer);
    },
  };
}

const append = { type: 'append', commit: 0, wallMs: 0, prev: { term: 0, at: 0 }, entries: [] };

test('a node refuses a leader whose term is over with no answer to its round', () => {
  const { tell } = replicaOf('n3');
  expect(tell('n1', { ...append, term: 3, round: 1 })[0]).toMatchObject({
    type: 'append_ok',
    term: 3,
    round: 1,
  });
  expect(tell('n1', { ...append, term: 1, round: 456 })).toEqual([{ type: 'append_refused', term: 3 }]);
});

test('a leader that led before answers no read because of a round of its earlier term', () => {
  const { tell, sent } = replicaOf('n1');
  // It asked for votes when it began.
  tell('n2', { type: 'vote_ok', term: 1, trial: false, granted: true });
  expect(sent.some(({ body }) => body.type === 'append' && (body['entries'] as unknown[]).length === 1)).toBe(
    true,
  );
  tell('n2', { type: 'append_ok', term: 1, round: 1, match: 1 });
  expect(tell('c1', { type: 'read', key: 'x', msg_id: 1 })).toEqual([]);
  // What a follower in this term says to a message of an older one.
  tell('n2', { type: 'append_refused', term: 1 });
  tell('n3', { type: 'append_refused', term: 1 });
  expect(sent.filter(({ to }) => to === 'c1')).toEqual([]);
  const round = 2;
  tell('n2', { type: 'append_ok', term: 1, round, match: 1 });
  expect(sent.filter(({ to }) => to === 'c1').map(({ body }) => body.type)).toEqual(['read_ok']);
});

test('reads that come while a round is under way share the next one, and none is answered by a round from before it', () => {
  const { tell, sent } = replicaOf('n1');
  const rounds = (): unknown[] =>
    sent.filter(({ to, body }) => to === 'n2' && body.type === 'append').map(({ body }) => body['round']);
  const answered = (): unknown[] =>
    sent.filter(({ to }) => to.startsWith('c')).map(({ body }) => body.in_reply_to);
  const read = (client: string, id: number): readonly Body[] =>
    tell(client, { type: 'read', key: 'x', msg_id: id });
  tell('n2', { type: 'vote_ok', term: 1, trial: false, granted: true });
  tell('n2', { type: 'append_ok', term: 1, round: 1, match: 1 });
  read('c1', 1);
  expect(rounds()).toEqual([2]);
  for (const id of [2, 3]) {
    expect(read(`c${id}`, id)).toEqual([]);
    expect(rounds()).toEqual([]);
  }
  tell('n3', { type: 'append_ok', term: 1, round: 2, match: 1 });
  expect([answered(), rounds()]).toEqual([[1], [3]]);
  // Of the round before.
  tell('n2', { type: 'append_ok', term: 1, round: 2, match: 1 });
  expect([answered(), rounds()]).toEqual([[], []]);
  tell('n2', { type: 'append_ok', term: 1, round: 3, match: 1 });
  expect([answered(), rounds()]).toEqual([[2, 3], []]);
});

test('a node that restarts does not help to elect another leader before the lease of the one it followed is over', () => {
  const disk = new SimulatedDisk((done) => done());
  const vote = { type: 'vote', term: 2, last: { term: 1, at: 9 }, trial: false, forced: false };
  replicaOf('n3', disk).tell('n1', { ...append, term: 1, round: 1 });
  expect(replicaOf('n3', disk).tell('n2', vote)).toEqual([
    { type: 'vote_ok', term: 1, trial: false, granted: false },
  ]);
  expect(replicaOf('n3').tell('n2', vote)[0]).toMatchObject({ granted: true });
});
