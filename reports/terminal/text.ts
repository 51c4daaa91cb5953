import type pc from 'picocolors';
import type { Part, Sentence } from '../explanations/sentence.js';

/** Colours, or none. */
export type Palette = ReturnType<typeof pc.createColors>;

// eslint-disable-next-line no-control-regex -- the colours of a terminal begin with a control character
const colours = /\u001b\[[0-9;]*m/g;

/** Columns that a text takes, colours not counted. */
export function widthOf(text: string): number {
  return [...text.replace(colours, '')].length;
}

/** Breaks plain text into lines of at most so many columns; longer words get lines of their own. */
export function wrap(text: string, width: number): string[] {
  return wrapWords(
    text.split(' ').map((word) => ({ word, paint: (plain: string) => plain })),
    width,
  );
}

/** Breaks a sentence into lines, with values and what matters marked. */
export function colourSentence(sentence: Sentence, width: number, palette: Palette): string[] {
  const words: Word[] = [];
  let glued = false;
  for (const part of sentence) {
    const paint = paintOf(part, palette);
    for (const [at, word] of part.text.split(' ').entries()) {
      const last = words.at(-1);
      if (at === 0 && glued && last && word !== '') last.tail = (last.tail ?? '') + paint(word);
      else if (at > 0 || word !== '' || words.length === 0) words.push({ word, paint });
    }
    glued = !part.text.endsWith(' ');
  }
  return wrapWords(
    words.filter(({ word, tail }) => word !== '' || tail !== undefined),
    width,
  );
}

/** Neighbours in one colour need no change of colour between them. */
function joined(line: string): string {
  return line.replaceAll('\u001b[22m \u001b[1m', ' ').replaceAll('\u001b[39m \u001b[36m', ' ');
}

function paintOf({ tone }: Part, { bold, cyan }: Palette): (text: string) => string {
  return tone === 'value' ? cyan : tone === 'strong' ? bold : (text) => text;
}

interface Word {
  readonly word: string;
  readonly paint: (text: string) => string;
  /** What follows without a space, already painted. */
  tail?: string;
}

function wrapWords(words: readonly Word[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const { word, paint, tail = '' } of words) {
    const painted = (word === '' ? '' : paint(word)) + tail;
    if (line !== '' && widthOf(line) + 1 + widthOf(painted) > width) {
      lines.push(line);
      line = painted;
    } else line = line === '' ? painted : `${line} ${painted}`;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines.map(joined);
}

/** Puts something before every line. */
export function indent(lines: readonly string[], by: string): string[] {
  return lines.map((line) => (line === '' ? '' : by + line));
}

/** Pads cells so that columns line up; the last column is wrapped to the width, under itself. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  { indent: by, width }: { readonly indent: string; readonly width: number },
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(0, ...rows.map((row) => widthOf(row[at] ?? ''))),
  );
  return rows.flatMap((row) => {
    const cells = row
      .slice(0, -1)
      .map((cell, at) => cell + ' '.repeat((widths[at] as number) - widthOf(cell)));
    const start = by + cells.map((cell) => `${cell}  `).join('');
    const left = widthOf(start);
    const last = row.at(-1) ?? '';
    if (left + widthOf(last) <= width) return [(start + last).trimEnd()];
    return wrapPainted(last, Math.max(24, width - left)).map((line, at) =>
      at === 0 ? (start + line).trimEnd() : ' '.repeat(left) + line,
    );
  });
}

/** Wraps a text that is of one colour throughout, or of none. */
function wrapPainted(text: string, width: number): string[] {
  const [, open = '', plain = text, close = ''] = coloured.exec(text) ?? [];
  return wrap(plain, width).map((line) => open + line + close);
}

// eslint-disable-next-line no-control-regex -- as above
const coloured = /^(\u001b\[[0-9;]*m)([^\u001b]*)(\u001b\[[0-9;]*m)$/;
