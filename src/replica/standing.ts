/** Figures by which a replica says how it stands, by name; null takes one back. */
export type Standing = Readonly<Record<string, number | null>>;

/** Many changes within so many milliseconds become one line. */
const PAUSE_MS = 20;

/** `tells leads=3 position=17`, or `tells leads=` for what is taken back. Names are made fit for that. */
export function formatStanding(standing: Standing): string {
  const words = Object.entries(standing).map(
    ([name, figure]) => `${name.replace(/[^\w.-]/g, '_')}=${figure ?? ''}`,
  );
  return `tells ${words.join(' ')}`;
}

/** What a line of a log tells, without its time; undefined when it is another kind of line. */
export function parseStanding(text: string): Standing | undefined {
  if (!/^tells( [\w.-]+=(-?\d+(\.\d+)?(e[+-]?\d+)?)?)+$/.test(text)) return undefined;
  const words = text.split(' ').slice(1);
  return Object.fromEntries(
    words.map((word) => {
      const [name = '', figure = ''] = word.split('=');
      return [name, figure === '' ? null : Number(figure)];
    }),
  );
}

/**
 * Writes what a replica tells of itself into its log, only what is new. @returns what its `Host.tell` is
 * @param after runs something so many milliseconds later, so that what changes fast does not fill the log; absent: every
 *   change is written
 */
export function standingLog(
  log: (text: string) => void,
  after?: (delayMs: number, action: () => void) => void,
): (standing: Standing) => void {
  const written = new Map<string, number | null>();
  const waiting = new Map<string, number | null>();
  let isPaused = false;
  const write = (): void => {
    if (waiting.size === 0) return;
    log(formatStanding(Object.fromEntries(waiting)));
    for (const [name, figure] of waiting) written.set(name, figure);
    waiting.clear();
    if (!after) return;
    isPaused = true;
    after(PAUSE_MS, () => {
      isPaused = false;
      write();
    });
  };
  return (standing) => {
    for (const [name, figure] of Object.entries(standing)) {
      if (written.get(name) === figure) waiting.delete(name);
      else if (figure === null || Number.isFinite(figure)) waiting.set(name, figure);
    }
    if (!isPaused) write();
  };
}
