import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A controller, named so that another one can tell later whether it is still there. */
export interface Owner {
  readonly host: string;
  /** Different after every start of the machine; empty where that is not known. */
  readonly boot: string;
  /** The space in which `pid` means something: containers have their own. Empty where there are none. */
  readonly pidSpace: string;
  readonly pid: number;
  /** When the process began, as the kernel counts: process numbers are used again. Empty where that is not known. */
  readonly started: string;
}

function orEmpty(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return '';
  }
}

/** Field 22 of /proc/<pid>/stat. The second one, the name, may hold blanks and parentheses. */
function startedAt(pid: number): string {
  return orEmpty(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  });
}

/** This process. */
export function thisOwner(): Owner {
  return {
    host: hostname(),
    boot: orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    pidSpace: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
    pid: process.pid,
    started: startedAt(process.pid),
  };
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a controller is still there; `unknown` for one on another machine or in another container. */
export function ownerState(owner: Owner): 'alive' | 'dead' | 'unknown' {
  const me = thisOwner();
  if (owner.host !== me.host) return 'unknown';
  if (owner.boot !== me.boot) return 'dead';
  if (owner.pidSpace !== me.pidSpace) return 'unknown';
  return runs(owner.pid) && startedAt(owner.pid) === owner.started ? 'alive' : 'dead';
}

/** Reads what `JSON.stringify` made of an owner; undefined if it is something else. */
export function parseOwner(json: string | undefined): Owner | undefined {
  try {
    const owner = JSON.parse(json ?? '') as Partial<Owner> | null;
    const texts = [owner?.host, owner?.boot, owner?.pidSpace, owner?.started];
    const isOwner = texts.every((text) => typeof text === 'string') && Number.isInteger(owner?.pid);
    return isOwner ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}
