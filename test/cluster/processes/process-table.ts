import { execaSync } from 'execa';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
  readonly pid: number;
  readonly command: string;
}

/** The processes that run on this machine; without those that have ended and wait to be asked how (zombies). */
export function processTable(): ProcessEntry[] {
  // Small installations of Linux have no ps.
  return existsSync('/proc/self/stat') ? fromProc() : fromPs();
}

function fromProc(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const state = stat[stat.lastIndexOf(')') + 2];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return state === 'Z' ? [] : [{ pid: Number(name), command }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

function fromPs(): ProcessEntry[] {
  const { stdout } = execaSync('ps', ['-axo', 'pid=,stat=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, state, command] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || command === undefined || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), command }];
  });
}
