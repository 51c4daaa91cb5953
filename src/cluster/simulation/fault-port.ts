import type { FaultPort, Link, MachinePort, UnsyncedFate } from '../cluster.js';
import type { Troubles } from './link-trouble.js';
import type { Network } from './network.js';
import type { SimulatedEvent } from './simulated-event.js';
import type { SimulatedNode } from './simulated-node.js';
import type { Timeline } from './timeline.js';

/** What of a simulation the nemesis lays hands on. */
export interface FaultyWorld {
  readonly nodes: readonly string[];
  readonly timeline: Timeline;
  readonly network: Network<SimulatedEvent>;
  /** @throws Error when there is no such node */
  node(id: string): SimulatedNode;
  /** Lets a node do something; what it throws ends it. */
  live(node: SimulatedNode, action: () => void): void;
  /** Ends a node's life. */
  end(node: SimulatedNode, unsynced: UnsyncedFate): void;
  after(delayMs: number, action: () => void): () => void;
}

/** The hands of the nemesis in a simulation: all that they do is done at once. */
export function faultPort(world: FaultyWorld): FaultPort {
  const each = (ids: readonly string[], action: (node: SimulatedNode) => void): void => {
    for (const id of ids) action(world.node(id));
  };
  const trouble = (links: readonly Link[], change: Partial<Troubles>): void => {
    for (const [from, to] of links) {
      const { clogged } = world.network.link(from, to).trouble;
      const held = world.network.change(from, to, change);
      if (clogged) release(world, held, clogged);
    }
  };
  return {
    nodes: world.nodes,
    machines: machinePort(world, each),
    cut: (links) => trouble(links, { cut: true }),
    mend: (links) => trouble(links, { cut: false }),
    impair: trouble,
    kill: (ids, unsynced) => each(ids, (node) => world.end(node, unsynced)),
    restart: (ids) => each(ids, (node) => world.live(node, () => node.start())),
    pause: (ids) =>
      each(ids, (node) => {
        node.paused = node.alive;
      }),
    resume: (ids) =>
      each(ids, (node) => {
        node.paused = false;
        for (const action of node.backlog.splice(0)) world.live(node, action);
      }),
    setClock: (id, setting) => world.node(id).clock.set(setting),
    after: (delayMs, action) => world.after(delayMs, action),
  };
}

function machinePort(
  world: FaultyWorld,
  each: (ids: readonly string[], action: (node: SimulatedNode) => void) => void,
): MachinePort {
  return {
    slow: (ids, messageMs) => each(ids, (node) => world.live(node, () => node.slow(messageMs))),
    failDisk: (ids, how) => each(ids, (node) => (node.disk.failing = how)),
    mendDisk: (ids) =>
      each(ids, (node) => {
        node.disk.failing = undefined;
        if (node.lostDisk) world.live(node, () => node.start());
      }),
    copyDisk: (id) => world.node(id).disk.copy(),
    wipeDisk: (id) => world.node(id).disk.wipe(),
    flipBit: (id) => world.node(id).flipBit(),
  };
}

/** Sends on what a link held back. */
function release(
  { timeline, network }: FaultyWorld,
  held: readonly SimulatedEvent[],
  how: 'at-once' | 'spread',
): void {
  for (const event of held) {
    const { from, place } = event;
    const delay = how === 'spread' ? network.link(from, place).arrival(timeline.now) - timeline.now : 0;
    timeline.reschedule(delay, event);
  }
}
