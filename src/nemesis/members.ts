import fc from 'fast-check';
import { z } from 'zod';
import type { OperatorPort } from '../cluster/cluster.js';
import { ErrorCode, isError } from '../replica/message.js';
import type { Fault } from './fault.js';
import { nodeList } from './machines.js';

type MembersFields = {
  /** Who shall be a member from now on; all others shall not. */
  readonly nodes: readonly string[];
};

/** From one attempt of the operator to the next. */
const AGAIN_MS = 250;
/** After these answers nothing is to be waited for: the target never does it, or a later order has come. */
const final: ReadonlySet<number> = new Set([ErrorCode.notSupported, ErrorCode.preconditionFailed]);
/** So long he tries to have all nodes in the cluster again. */
const PATIENCE_MS = 20_000;

/**
 * An operator adds and removes nodes: he says who shall be a member, and says so to every node again and again until one answers
 * that it is done. Healing it makes all nodes members, and lasts until that is done: the end of a run can then be judged.
 */
export const members: Fault<MembersFields> = {
  kind: 'members',
  summary: 'an operator adds and removes nodes while they run; in the end all are members',
  clusters: { simulation: true, processes: true, docker: true },
  order: 'members',
  mayBreak: {
    guarantees: ['liveness'],
    because: 'a quorum of all nodes need not be one of those that are members',
  },
  fields: z.object({ nodes: nodeList.min(1) }),
  draw: (nodes) => fc.record({ nodes: fc.subarray([...nodes], { minLength: 1 }) }),
  inject(port, { nodes }) {
    const stop = demand(port, nodes, () => {});
    return () => {
      stop();
      return {
        whenEnded(done, failed) {
          const giveUp = port.after(PATIENCE_MS, () => {
            stopHealing();
            failed(new Error(`No node said within ${PATIENCE_MS / 1000} s that all nodes are members.`));
          });
          const stopHealing = demand(port, port.nodes, () => {
            giveUp();
            done();
          });
        },
      };
    };
  },
};

/** Demands it of every node, as long as none says that it is done, or that it never does such a thing; returns what ends that. */
function demand(port: OperatorPort, nodes: readonly string[], done: () => void): () => void {
  const order = { type: 'members', nodes, number: port.number() };
  let hasEnded = false;
  let callOff = (): void => {};
  const stop = (): void => {
    hasEnded = true;
    callOff();
  };
  const attempt = (): void => {
    callOff = port.after(AGAIN_MS, attempt);
    for (const node of port.nodes) {
      port.order(node, order, (result) => {
        if (hasEnded || result.kind !== 'reply') return;
        const { body } = result;
        if (isError(body) && !final.has(body.code)) return;
        stop();
        done();
      });
    }
  };
  attempt();
  return stop;
}
