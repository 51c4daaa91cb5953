import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dist, serverFile } from '../../../src/cluster/compiled-file.js';
import { packCode } from '../../../src/cluster/docker/code-archive.js';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'splitbrain-code-'))));
afterEach(() => rmSync(dir, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
}

async function unpack(tar: Buffer): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const entry of Readable.from([tar]).pipe(extract())) {
    files[entry.header.name] = await text(entry);
  }
  return files;
}

test('packs a module with all that it imports by relative paths, and nothing else', async () => {
  write({
    'package.json': '{ "name": "x", "type": "module", "scripts": {} }',
    'a/main.js': `import fs from 'node:fs';\nimport {\n  b,\n} from './b.js';\nexport * from "../c/c.mjs";\n// import x from './commented.js'\nawait import('./d.js');\n`,
    'a/b.js': `import './main.js';\nexport const b = "from './text.js'";\n`,
    'a/d.js': '',
    'a/unused.js': '',
    'a/commented.js': '',
    'a/text.js': '',
    'c/c.mjs': `/** As in \`import x from 'package'\`. */\n`,
  });
  const { tar, pathOf } = await packCode([join(dir, 'a', 'main.js')], '/code');
  const files = await unpack(tar);
  expect(Object.keys(files).sort()).toEqual([
    'code/a/b.js',
    'code/a/d.js',
    'code/a/main.js',
    'code/c/c.mjs',
    'code/package.json',
  ]);
  expect(JSON.parse(files['code/package.json'] as string)).toEqual({ type: 'module' });
  expect(files['code/a/b.js']).toContain('./text.js');
  expect(pathOf(join(dir, 'a', 'main.js'))).toBe('/code/a/main.js');
});

test('keeps what the nearest package.json says, also from above what is packed', async () => {
  write({
    'package.json': '{ "type": "module" }',
    'src/one/main.js': `import '../two/old.js';`,
    'src/two/package.json': '{}',
    'src/two/old.js': '',
  });
  const files = await unpack((await packCode([join(dir, 'src', 'one', 'main.js')], '/code')).tar);
  expect(files['code/package.json']).toBe('{"type":"module"}');
  expect(files['code/two/package.json']).toBe('{"type":"commonjs"}');
});

test('refuses a package, which nobody would find in a container', async () => {
  write({ 'main.js': `import { chunk } from 'lodash';` });
  await expect(packCode([join(dir, 'main.js')], '/code')).rejects.toThrow(
    /main\.js imports "lodash", but in a container .* bundle it into one file/,
  );
});

test('the server and the replicas of this project need no package', async () => {
  const replica = join(dist, 'targets', 'leaderless', 'replica.js');
  const { tar, pathOf } = await packCode([serverFile(), replica], '/code');
  expect(pathOf(replica)).toBe('/code/targets/leaderless/replica.js');
  const files = Object.keys(await unpack(tar));
  expect(files).toContain('code/src/replica/real-host.js');
  expect(files.filter((file) => !/^code\/(src\/replica|targets)\/|package\.json$/.test(file))).toEqual([]);
});
