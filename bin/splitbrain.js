#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/src/cli/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  console.error(
    'splitbrain is not built yet: run `npm start` (or `node scripts/setup.js`) once in the clone.',
  );
  process.exitCode = 254;
}
