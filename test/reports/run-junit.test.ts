import { describe, expect, test } from 'vitest';
import { renderRunJunit } from '../../reports/run-junit.js';
import { hostileRun } from './hostile-run.js';
import { hostileStrings } from './hostile-strings.js';
import { sampleRun } from './sample-run.js';

describe('junit.xml of a run', () => {
  test('has a test case for each promise, and in it what broke it', () => {
    const xml = renderRunJunit({ ...sampleRun(), replay: 'npx splitbrain replay store/latest' });
    expect(xml).toContain('tests="1" failures="1" skipped="0"');
    expect(xml).toMatch(/<testcase classname="sample · register" name="read-your-writes">\s+<failure type="/);
    expect(xml).toContain('npx splitbrain replay store/latest</failure>');
    const good = renderRunJunit(sampleRun({ staleEvery: 0 }));
    expect(good).toContain('failures="0"');
    expect(good).toContain('name="read-your-writes"/>');
  });

  test.each(hostileStrings)('is well-formed with %j in it', (text) => {
    const xml = renderRunJunit(hostileRun(text));
    const rest = xml
      .replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>/, '')
      .replace(/<\/?[a-z]+(?: [a-z]+="[^"<>]*")*\/?>/g, '')
      .replace(/&(?:amp|lt|gt|quot|apos);/g, '');
    expect(rest).not.toMatch(/[<>&]/);
    expect(rest).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  });
});
