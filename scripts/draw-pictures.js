// Draws the pictures of docs/porcupine.md: small histories, a line for each client, time from left to right.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'docs', 'porcupine');
const UNIT = 36;
const ROW = 34;
const LEFT = 92;
const ink = '#6e7781';
const colours = { plain: '#57606a', good: '#1a7f37', bad: '#cf222e', one: '#0969da', two: '#bf8700' };

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const text = (x, y, words, { colour = ink, anchor = 'start', weight = 400 } = {}) =>
  `<text x="${x}" y="${y}" fill="${colour}" text-anchor="${anchor}" font-weight="${weight}">${escape(words)}</text>`;

/** An operation as a bar with its words on it; `at` marks the moment when it takes effect. */
function bar({ from, to, words, kind = 'plain', at }, y) {
  const [x, width] = [LEFT + from * UNIT, (to - from) * UNIT];
  const colour = colours[kind];
  const mark =
    at === undefined ? '' : `<circle cx="${LEFT + at * UNIT}" cy="${y + 22}" r="4" fill="${colour}"/>`;
  return (
    `<rect x="${x}" y="${y}" width="${width}" height="22" rx="4" fill="${colour}" fill-opacity="0.14" stroke="${colour}"/>` +
    text(x + width / 2, y + 15, words, { colour, anchor: 'middle' }) +
    mark
  );
}

/** @param rows lines of `{ name, bars }`; a line with `rule` has zones, drawn thick */
function draw(file, { rows, cuts = [], caption }) {
  const units = Math.max(...rows.flatMap(({ bars }) => bars.map(({ to }) => to)));
  const width = Math.max(LEFT + units * UNIT + 24, caption.length * 7.2 + 20);
  const height = rows.length * ROW + 46;
  const lines = rows.map(({ name, bars }, row) => {
    const y = 10 + row * ROW;
    return text(10, y + 15, name) + bars.map((one) => bar(one, y)).join('');
  });
  const dashed = cuts.map((at) => {
    const x = LEFT + at * UNIT;
    return `<path d="M${x} 4V${rows.length * ROW + 6}" stroke="${ink}" stroke-dasharray="3 4"/>`;
  });
  const picture = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-sans-serif, system-ui, sans-serif" font-size="12" role="img" aria-label="${escape(caption)}">`,
    ...dashed,
    ...lines,
    text(10, height - 14, caption, { weight: 600 }),
    '</svg>\n',
  ].join('\n');
  writeFileSync(join(folder, `${file}.svg`), picture);
}

draw('linearizable', {
  caption: 'Linearizable: each operation takes effect at its dot.',
  rows: [
    { name: 'client 1', bars: [{ from: 0, to: 6, words: 'write 1', kind: 'one', at: 3.2 }] },
    {
      name: 'client 2',
      bars: [
        { from: 0.6, to: 2.6, words: 'read → 0', at: 1.6 },
        { from: 3.4, to: 5.4, words: 'read → 1', kind: 'one', at: 4.4 },
      ],
    },
  ],
});

draw('not-linearizable', {
  caption: 'Not linearizable: once somebody has read 1, nobody may read 0.',
  rows: [
    { name: 'client 1', bars: [{ from: 0, to: 8, words: 'write 1', kind: 'one' }] },
    { name: 'client 2', bars: [{ from: 1, to: 3.4, words: 'read → 1', kind: 'one', at: 2.2 }] },
    { name: 'client 3', bars: [{ from: 4.4, to: 6.8, words: 'read → 0', kind: 'bad' }] },
  ],
});

draw('zones', {
  caption: 'Zones 1 and 2 overlap: each value would have to come before the other.',
  rows: [
    {
      name: 'client 1',
      bars: [
        { from: 0, to: 2, words: 'write 1', kind: 'one' },
        { from: 7, to: 9, words: 'read → 1', kind: 'one' },
      ],
    },
    {
      name: 'client 2',
      bars: [
        { from: 2.6, to: 4.6, words: 'write 2', kind: 'two' },
        { from: 8.4, to: 10.4, words: 'read → 2', kind: 'two' },
      ],
    },
    { name: 'zone of 1', bars: [{ from: 2, to: 7, words: 'first return … last call', kind: 'one' }] },
    { name: 'zone of 2', bars: [{ from: 4.6, to: 8.4, words: 'first return … last call', kind: 'two' }] },
  ],
});

draw('backward-zone', {
  caption: 'A zone that runs backward (call before return) fits anywhere, except inside another.',
  rows: [
    {
      name: 'client 1',
      bars: [
        { from: 0, to: 2, words: 'write 1', kind: 'one' },
        { from: 8, to: 10, words: 'read → 1', kind: 'one' },
      ],
    },
    { name: 'client 2', bars: [{ from: 3.6, to: 6, words: 'write 2', kind: 'bad' }] },
    {
      name: 'zone of 1',
      bars: [{ from: 2, to: 8, words: 'nothing else may take effect in here', kind: 'one' }],
    },
    { name: 'zone of 2', bars: [{ from: 3.6, to: 6, words: 'inside', kind: 'bad' }] },
  ],
});

draw('layers', {
  caption: 'Cut at the returns. A slot is used again after its operation has returned.',
  cuts: [2.4, 4.2, 6.2, 8.6],
  rows: [
    {
      name: 'slot 0',
      bars: [
        { from: 0, to: 2.4, words: 'write 1' },
        { from: 3, to: 6.2, words: 'read → 2' },
      ],
    },
    {
      name: 'slot 1',
      bars: [
        { from: 0.8, to: 4.2, words: 'write 2' },
        { from: 5, to: 8.6, words: 'cas 2 → 3' },
      ],
    },
  ],
});

draw('unseen', {
  caption: 'Nobody read 1 or 2: they may have been overwritten by 3 at once, in any order.',
  rows: [
    { name: 'client 1', bars: [{ from: 0, to: 6, words: 'write 1', at: 2.6 }] },
    { name: 'client 2', bars: [{ from: 0.5, to: 7, words: 'write 2', at: 2.8 }] },
    { name: 'client 3', bars: [{ from: 1, to: 5, words: 'write 3', kind: 'one', at: 3 }] },
    { name: 'client 4', bars: [{ from: 7.4, to: 9.6, words: 'read → 3', kind: 'one', at: 8.5 }] },
  ],
});

draw('queue', {
  caption: 'First in, not first out: 1 was in the queue before 2, and 2 was out before 1 was asked for.',
  rows: [
    {
      name: 'client 1',
      bars: [
        { from: 0, to: 2.4, words: 'enqueue 1', kind: 'one' },
        { from: 3, to: 5.4, words: 'enqueue 2', kind: 'two' },
      ],
    },
    {
      name: 'client 2',
      bars: [
        { from: 6, to: 8.8, words: 'dequeue → 2', kind: 'bad' },
        { from: 9.4, to: 12.2, words: 'dequeue → 1', kind: 'one' },
      ],
    },
  ],
});
