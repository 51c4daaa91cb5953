import { OPERATIONS_BEGIN } from '../cluster/real-time.js';

const note = /^--- (.*) at (\d+(?:\.\d+)?) ms$/;
const said = /^(\d+(?:\.\d+)?) (.*)$/s;

/**
 * The log of a node of a real cluster by the run's time, as a simulation writes it: `<milliseconds> <text>`. A server
 * counts from its own start, the controller's notes from when the cluster was made; what came before the first operation
 * is said at 0. Logs without the note that operations begin are left as they are.
 */
export function alignLog(text: string): string {
  const lines = text.split('\n');
  const notes = lines.map((line) => note.exec(line));
  const begin = notes.find((found) => found?.[1] === OPERATIONS_BEGIN)?.[2];
  if (begin === undefined) return text;
  let startedMs: number | undefined;
  const at = (ms: number): string => Math.max(0, ms - Number(begin)).toFixed(3);
  return lines
    .map((line, place) => {
      const [, what, ms] = notes[place] ?? [];
      if (what !== undefined) {
        if (what === 'started') startedMs = Number(ms);
        return `${at(Number(ms))} --- ${what}`;
      }
      const [, own, words] = said.exec(line) ?? [];
      return own === undefined || startedMs === undefined ? line : `${at(startedMs + Number(own))} ${words}`;
    })
    .join('\n');
}
