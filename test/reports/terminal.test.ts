import { describe, expect, it } from 'vitest';
import { renderVerdict } from '../../reports/terminal.js';
import { hostileStrings } from './hostile-strings.js';
import { hostileRun } from './hostile-run.js';
import { sampleRun } from './sample-run.js';

// eslint-disable-next-line no-control-regex -- what must not reach a terminal, but for line ends
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('renderVerdict', () => {
  it('answers first, then proves, then says how to go on', () => {
    const text = renderVerdict(sampleRun(), { colour: false });
    const places = [
      'A promise was broken.',
      'seed 42',
      'Promised',
      'Read your writes',
      'Not promised, but looked for',
      '✗ Read your writes violated on',
      'its own write had vanished.',
      'Faults and operations',
      'such as partition (isolate-one): n1 | n2 n3',
      'Reproduce  npx splitbrain replay store/latest',
      'Report     store/sample/register/20261123-031200-42/index.html',
    ].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it.each([80, 100, 110])('keeps within %i columns, but for tables of wide values', (width) => {
    const lines = renderVerdict(sampleRun(), { colour: false, width }).split('\n');
    const wide = lines.filter(
      (line) => [...line].length > width && !/^ {4}\d|^(Report|Reproduce)/.test(line),
    );
    expect(wide).toEqual([]);
  });

  it('lines up the operations and draws them in order', () => {
    const text = renderVerdict(sampleRun({ staleEvery: 9 }), { colour: false });
    const bars = text.split('\n').filter((line) => line.includes('├─'));
    expect(bars.length).toBeGreaterThan(3);
    for (const bar of bars) expect(bar).toMatch(/^ {4}(client|final|replica) \S+.* ├─ .* ─+[┤?]/);
  });

  it('says when every promise held', () => {
    const calm = sampleRun({ staleEvery: 0 });
    const text = renderVerdict(calm, { colour: false });
    expect(calm.verdict.valid).toBe(true);
    expect(text).toContain(' TRUE   Every promise held, and had its chances to fail.');
    expect(text).toMatch(/✓ {2}Read your writes +kept +\d+ reads after/);
  });

  it('is the same words with colours', () => {
    const [plain, coloured] = [false, true].map((colour) => renderVerdict(sampleRun(), { colour }));
    // eslint-disable-next-line no-control-regex -- colours
    expect(coloured?.replace(/\u001b\[\d+m/g, '')).toBe(plain);
    expect(coloured).not.toBe(plain);
  });

  it('lets nothing that the system said act on the terminal', () => {
    for (const text of hostileStrings) {
      const rendered = renderVerdict(hostileRun(text), { colour: false });
      expect(rendered).not.toMatch(control);
      expect(rendered.length).toBeLessThan(30_000);
    }
  });
});
