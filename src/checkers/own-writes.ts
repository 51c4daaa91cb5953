import type { Operation } from '../history/operation.js';
import { isOlder, type Register, type Version } from './register.js';
import type { Read, Registers } from './registers.js';

/** A read of something older than what its own session had written. */
export interface MissedWrite {
  readonly read: Read;
  readonly returned: Version;
  readonly written: Version;
}

/**
 * Finds reads of something older than a write of their own session that had been acknowledged before they began.
 * @param sessionOf whom an operation is of; several processes of one session may act at once
 * @returns also how many reads had such a write before them
 */
export function findMissedWrites(
  { versions, reads }: Registers,
  sessionOf: (operation: Operation) => number | string,
): { readonly missed: readonly MissedWrite[]; readonly chances: number } {
  const acknowledged = versions
    .filter(({ write }) => write?.type === 'ok')
    .sort((a, b) => a.acknowledged - b.acknowledged);
  const missed: MissedWrite[] = [];
  let chances = 0;
  const own = new Map<Register, Map<number | string, Version>>();
  let noted = 0;
  for (const read of reads) {
    for (
      let next = acknowledged[noted];
      next && next.acknowledged < read.operation.index;
      next = acknowledged[++noted]
    ) {
      noteOwnWrite(own, next, sessionOf(next.write as Operation));
    }
    const written = own.get(read.register)?.get(sessionOf(read.operation));
    if (!written) continue;
    chances++;
    if (read.version && isOlder(read.version, written))
      missed.push({ read, returned: read.version, written });
  }
  return { missed, chances };
}

/** The one invoked last is enough: what is older than another of the session's writes is older than that too. */
function noteOwnWrite(
  own: Map<Register, Map<number | string, Version>>,
  version: Version,
  session: number | string,
): void {
  let bySession = own.get(version.register);
  if (!bySession) {
    bySession = new Map();
    own.set(version.register, bySession);
  }
  const before = bySession.get(session);
  if (!before || before.invoked < version.invoked) bySession.set(session, version);
}
