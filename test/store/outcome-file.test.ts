import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StoreIndex } from '../../src/store/store-index.js';
import { keptOutcome } from '../../src/store/outcome-file.js';
import { readOutcome } from '../../src/store/read-outcome.js';
import { type SampleStore, sampleStore } from '../serve/sample-store.js';

describe('the outcome that is kept beside a verdict', () => {
  let root: string;
  let original: SampleStore;
  let store: string;
  let copies = 0;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'splitbrain-outcome-'));
    original = await sampleStore(join(root, 'store'));
  });
  beforeEach(() => {
    store = join(root, `copy-${copies++}`);
    cpSync(original.path, store, { recursive: true, preserveTimestamps: true });
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const file = (name: string): string => join(store, original.broken, name);
  const listed = () => {
    const { runs } = new StoreIndex(store).list();
    return runs.map(({ path, verdict }) => ({ path, verdict }));
  };

  it('is what the whole verdict says', () => {
    for (const path of [original.kept, original.broken]) {
      const outcome = keptOutcome(join(store, path));
      expect(outcome).toBeDefined();
      expect(outcome).toEqual(readOutcome(readFileSync(join(store, path, 'verdict.json'))));
    }
  });

  it('makes a list show the same as without it', () => {
    const quick = listed();
    for (const path of [original.kept, original.broken]) rmSync(join(store, path, 'outcome.json'));
    expect(quick).toEqual(listed());
    expect(quick).toHaveLength(2);
  });

  it('spares a list the reading of verdicts', () => {
    const { size } = statSync(file('verdict.json'));
    writeFileSync(file('verdict.json'), ' '.repeat(size));
    utimesSync(file('verdict.json'), new Date(0), new Date(0));
    expect(listed().find(({ path }) => path === original.broken)?.verdict?.valid).toBe(false);
  });

  it.each([
    ['has another size', (text: string) => text.replace('"valid": false', '"valid": "unknown"'), 0],
    ['is newer', (text: string) => text.replace('"valid": false', '"valid": true '), 60],
  ])('counts for nothing when the verdict %s', (_how, change, seconds) => {
    const changed = change(readFileSync(file('verdict.json'), 'utf8'));
    writeFileSync(file('verdict.json'), changed);
    const at = new Date(statSync(file('outcome.json')).mtimeMs + seconds * 1000);
    utimesSync(file('verdict.json'), at, at);
    const { valid } = JSON.parse(changed) as { valid: unknown };
    expect(listed().find(({ path }) => path === original.broken)?.verdict?.valid).toBe(valid);
  });

  it.each(['', '{', 'null', '[]', '{"verdictBytes":1}', '"x"'])(
    'that is damaged, %j, counts for nothing',
    (text) => {
      const before = listed();
      writeFileSync(file('outcome.json'), text);
      expect(listed()).toEqual(before);
      const { size } = { size: readFileSync(file('verdict.json')).length };
      writeFileSync(
        file('outcome.json'),
        JSON.stringify({
          verdictBytes: size,
          outcome: { valid: true, broken: [{ toString: 1 }], allowed: 'x' },
        }),
      );
      expect(listed()).toEqual(before);
    },
  );
});
