import { z } from 'zod';
import type { FaultPort, MachinePort } from '../cluster/cluster.js';
import type { Fault } from './fault.js';

/** Where machines and their disks can be tampered with. */
export const simulatedMachines: Fault['clusters'] = {
  simulation: true,
  processes: 'the disk and the processor are this machine’s own; use --cluster simulation',
  docker: 'the disk and the processor are this machine’s own; use --cluster simulation',
};

/** @throws Error where machines are not simulated; such faults are refused before a run begins */
export function machinesOf({ machines }: FaultPort): MachinePort {
  if (!machines) throw new Error('Machines and disks can be tampered with only in simulation.');
  return machines;
}

/** Nodes as a field of a plan. */
export const nodeList = z.array(z.string());
