import { operationLines } from './operation-lines.js';
import type { RunData } from './run-data.js';
import type { View } from './view.js';

/** What is selected, in words, or else how to use the pictures. */
export function selectionWords(data: RunData, { selected, spotlight }: View): (Node | string)[] {
  if (selected !== undefined) {
    const [what = '', ...rest] = operationLines(data, selected);
    const title = document.createElement('strong');
    title.textContent = what;
    return [title, ` · ${rest.join(' · ')}`];
  }
  if (spotlight.size > 0) return [`${spotlight.size} operations of one anomaly are pointed out.`];
  const zoom = matchMedia('(pointer: coarse)').matches ? 'pinch' : 'double-click or Ctrl + wheel';
  return [`Drag to pan, ${zoom} to zoom, click an operation to follow its key.`];
}
