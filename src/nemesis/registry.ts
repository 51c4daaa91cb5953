import { findNamed } from '../named.js';
import { badMemory } from './bad-memory.js';
import { clog } from './clog.js';
import { clock } from './clock.js';
import { corrupt } from './corrupt.js';
import { bitFlip, wipe } from './damaged-disk.js';
import { diskError, diskFull, lyingDisk } from './failing-disk.js';
import type { Fault } from './fault.js';
import { kill } from './kill.js';
import { loss } from './loss.js';
import { members } from './members.js';
import { minority } from './minority.js';
import { partition } from './partition.js';
import { pause } from './pause.js';
import { promote } from './promote.js';
import { restore } from './restore.js';
import { slowLink } from './slow-link.js';
import { slowNode } from './slow-node.js';

/** Every kind of fault, in the order in which they are listed. */
export const faults: readonly Fault[] = [
  partition,
  clog,
  slowLink,
  loss,
  corrupt,
  clock,
  kill,
  pause,
  slowNode,
  diskFull,
  diskError,
  lyingDisk,
  bitFlip,
  restore,
  wipe,
  badMemory,
  promote,
  members,
  minority,
] as readonly Fault[];

/** @throws UnknownNameError that lists the kinds there are */
export function faultOfKind(kind: string): Fault {
  return findNamed('fault', faults, kind, (fault) => fault.kind);
}
