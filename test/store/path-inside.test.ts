import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathInside } from '../../src/store/path-inside.js';

describe('a path in a folder', () => {
  let root: string;
  let folder: string;
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'splitbrain-path-')));
    folder = join(root, 'store');
    mkdirSync(join(folder, 'a'), { recursive: true });
    mkdirSync(join(root, 'store-of-another'));
    writeFileSync(join(root, 'secret'), 'secret');
    writeFileSync(join(root, 'store-of-another', 'secret'), 'secret');
    writeFileSync(join(folder, 'a', 'file'), 'file');
    writeFileSync(join(folder, 'a', 'c:\\odd...'), 'odd');
    symlinkSync('a', join(folder, 'inside'));
    symlinkSync('..', join(folder, 'up'));
    symlinkSync(join(root, 'secret'), join(folder, 'out'));
    symlinkSync('../store-of-another', join(folder, 'beside'));
    symlinkSync('gone', join(folder, 'dangling'));
    symlinkSync('circle', join(folder, 'circle'));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('is the real one of what is there, through links that stay inside', () => {
    expect(pathInside(folder, '')).toBe(folder);
    expect(pathInside(folder, 'a/file')).toBe(join(folder, 'a', 'file'));
    expect(pathInside(folder, 'a/c:\\odd...')).toBe(join(folder, 'a', 'c:\\odd...'));
    expect(pathInside(folder, 'inside/file')).toBe(join(folder, 'a', 'file'));
  });

  it.each([
    '..',
    '../secret',
    'a/../../secret',
    'a/..',
    '.',
    './a',
    'a//file',
    '/etc/passwd',
    'a/file/',
    'a\\..\\..\\secret',
    '..\\secret',
    'C:\\Windows',
    'c:file',
    'a/file::$DATA',
    'a/file\u0000.html',
    'a/file\n',
    'a/file.',
    'a/file ',
    'up',
    'up/secret',
    'out',
    'beside/secret',
    'dangling',
    'circle',
    'a/none',
    'a/file/more',
  ])('is none for %j', (path) => {
    expect(pathInside(folder, path)).toBeUndefined();
  });
});
