/** With what code a replica server ends when it ends by itself, after BSD's sysexits; 0 when it was told to. */
export const serverExit = {
  /** Its address is taken or is not this machine's. */
  addressInUse: 69,
  /** The replica or the disk failed; the stack is in the log. */
  crash: 70,
  /** The configuration, or the module it names, is wrong. */
  badConfig: 78,
} as const;

/** Why a server ended with `serverExit.crash`: the error's own line, from the end of what it has printed. */
export function crashReason(log: string): string {
  const found = [...log.matchAll(/\bcrash: (.+)/g)].at(-1)?.[1];
  return found ?? 'its log says why';
}
