import type { Cluster, RequestResult } from '../../../src/cluster/cluster.js';
import type { Body } from '../../../src/replica/message.js';

/** A small replica that answers, writes to its disk, tells its clocks and asks its peers. */
export const scribe = {
  name: 'scribe',
  module: new URL('../../replica/fixtures/scribe.mjs', import.meta.url),
};

/** One request of a client, whatever comes of it. */
export function ask(cluster: Cluster, node: string, body: Body, timeoutMs = 2_000): Promise<RequestResult> {
  return new Promise((resolve) => cluster.request('c1', node, body, timeoutMs, resolve));
}

/** The answer to a request that must be answered. */
export async function bodyOf(cluster: Cluster, node: string, body: Body): Promise<Body> {
  const result = await ask(cluster, node, body);
  if (result.kind !== 'reply') throw new Error(`${node} says ${result.kind} to ${JSON.stringify(body)}`);
  return result.body;
}

/** Resolves as soon as a node gets an answer from another one: messages to one that was just restarted may be lost. */
export async function untilHeard(cluster: Cluster, node: string, other: string): Promise<void> {
  const deadline = performance.now() + 1_500;
  for (;;) {
    const result = await ask(cluster, node, { type: 'ask', node: other }, 250);
    if (result.kind === 'reply') return;
    if (performance.now() > deadline) throw new Error(`${node} still does not hear ${other}: ${result.kind}`);
  }
}
