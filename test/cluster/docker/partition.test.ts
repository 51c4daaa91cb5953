import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Link } from '../../../src/cluster/cluster.js';
import { partition } from '../../../src/nemesis/partition.js';
import { ask, bodyOf, untilHeard } from './ask.js';
import { clusterForTests, nodes } from './cluster-for-tests.js';
import { whoHearsWhom } from './probe-links.js';
import { timed } from './timed.js';
import { describeWithDocker } from './with-docker.js';

describeWithDocker('cut and mend in containers', () => {
  const { cluster } = clusterForTests();
  const { runId } = cluster;

  /** Whom each node should hear when these links are cut. */
  const expected = (cut: readonly Link[]): Record<string, string[]> =>
    Object.fromEntries(
      nodes.map((to) => [
        to,
        nodes.filter((from) => from !== to && !cut.some(([a, b]) => a === from && b === to)),
      ]),
    );

  test('one direction of one link, and nothing else', async () => {
    expect(await whoHearsWhom(runId)).toEqual(expected([]));
    await cluster.faults.cut([['n1', 'n2']]);
    expect(await whoHearsWhom(runId)).toEqual(expected([['n1', 'n2']]));
    await cluster.faults.mend([['n1', 'n2']]);
  });

  test('any set of links, in any order', async () => {
    const fields = fc.sample(partition.draw(nodes), { numRuns: 2, seed: 7 });
    const [first = [], second = []] = fields.map(({ links }) => links);
    await cluster.faults.cut(first);
    await cluster.faults.cut(second);
    expect(await whoHearsWhom(runId)).toEqual(expected([...first, ...second]));
    await cluster.faults.mend(first);
    const left = second.filter(([a, b]) => !first.some(([from, to]) => from === a && to === b));
    expect(left).not.toEqual([]);
    expect(await whoHearsWhom(runId)).toEqual(expected(left));
    await cluster.faults.mend(second);
    expect(await whoHearsWhom(runId)).toEqual(expected([]));
  });

  test('connections that stand are cut as well; clients still reach every node; it heals within a second', async () => {
    const apart = nodes.slice(1).flatMap((other): Link[] => [
      ['n1', other],
      [other, 'n1'],
    ]);
    await bodyOf(cluster, 'n1', { type: 'ask', node: 'n2' });
    await timed('cut ten links of five nodes', () => cluster.faults.cut(apart));
    expect(await ask(cluster, 'n1', { type: 'ask', node: 'n2' }, 300)).toEqual({ kind: 'timeout' });
    expect(await ask(cluster, 'n3', { type: 'ask', node: 'n1' }, 300)).toEqual({ kind: 'timeout' });
    expect(await bodyOf(cluster, 'n1', { type: 'echo' })).toBeDefined();
    expect(await bodyOf(cluster, 'n2', { type: 'ask', node: 'n5' })).toBeDefined();
    // Long enough for the nodes to give their connections up.
    await sleep(2_500);
    await timed('mend ten links of five nodes', () => cluster.faults.mend(apart));
    for (const node of nodes) for (const other of nodes) await untilHeard(cluster, node, other);
  });

  test('survive a kill of the server, because they are the container’s', async () => {
    await cluster.faults.cut([['n2', 'n1']]);
    await cluster.faults.kill(['n1'], 'kept');
    await cluster.faults.restart(['n1']);
    expect(await whoHearsWhom(runId)).toEqual(expected([['n2', 'n1']]));
    await cluster.faults.mend([['n2', 'n1']]);
  });

  test('refuse a node that does not exist', async () => {
    await expect(cluster.faults.cut([['n1', 'n9']])).rejects.toThrow(
      'There is no node n9. Nodes: n1, n2, n3, n4, n5.',
    );
  });
});
