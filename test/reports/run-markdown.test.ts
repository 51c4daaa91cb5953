import { describe, expect, test } from 'vitest';
import { renderRunMarkdown } from '../../reports/run-markdown.js';
import { hostileRun } from './hostile-run.js';
import { hostileStrings } from './hostile-strings.js';
import { sampleRun } from './sample-run.js';

describe('summary.md of a run', () => {
  test('says the verdict, what broke, how to make the run again, and what was promised', () => {
    const markdown = renderRunMarkdown({ ...sampleRun(), replay: 'npx splitbrain replay store/latest' });
    expect(markdown).toMatch(/^## ❌ sample · register: A promise was broken\n/);
    expect(markdown).toMatch(/### Read your writes\n\n\S+ /);
    expect(markdown).toContain('```\nnpx splitbrain replay store/latest\n```');
    expect(markdown).toMatch(/\| Read your writes \| broken \| \d+ \|/);
    expect(renderRunMarkdown(sampleRun({ staleEvery: 0 }))).toMatch(/^## ✅/);
  });

  test.each(hostileStrings)('is as many headings and tables as it should be with %j in it', (text) => {
    const { replay: _command, ...run } = hostileRun(text);
    const markdown = renderRunMarkdown(run);
    const lines = markdown.split('\n');
    expect(lines.filter((line) => line.startsWith('#')).length).toBe(2);
    expect(lines.filter((line) => line.startsWith('|')).length).toBe(3);
    expect(markdown).not.toContain('<');
  });
});
