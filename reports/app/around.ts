import { operationLines } from './operation-lines.js';
import { type RunData, touches } from './run-data.js';

/** So many operations before and after are listed. */
const EACH_SIDE = 8;

/** All that touched an operation's keys around its time, with itself, in order of invocation. */
export function around(at: number, data: RunData): number[] {
  const own = data.keys(at);
  const keys = typeof own === 'number' ? [own] : own;
  const isAbout = (other: number): boolean => keys.some((key) => touches(data, other, key));
  const [before, after]: [number[], number[]] = [[], []];
  for (let other = at - 1; other >= 0 && before.length < EACH_SIDE; other--)
    if (isAbout(other)) before.unshift(other);
  for (let other = at + 1; other < data.count && after.length < EACH_SIDE; other++)
    if (isAbout(other)) after.push(other);
  return [...before, at, ...after];
}

/** A list of them; a press on one selects it. */
export function aroundList(at: number, data: RunData, select: (at: number) => void): HTMLElement {
  const list = document.createElement('ol');
  list.className = 'around';
  for (const other of around(at, data)) {
    const [what = '', who = '', outcome = '', when = ''] = operationLines(data, other);
    const button = document.createElement('button');
    button.type = 'button';
    if (other === at) button.setAttribute('aria-current', 'true');
    for (const text of [when.split(' · ')[0] ?? '', who, what, outcome]) {
      const cell = document.createElement('span');
      cell.textContent = text;
      button.append(cell);
    }
    button.addEventListener('click', () => select(other));
    const item = document.createElement('li');
    item.append(button);
    list.append(item);
  }
  return list;
}
