// Compiles the library and the command with tsc, and the pages' own code (reports/app, reports/store/app) with esbuild.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const tsc = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });

const page = join(root, 'reports', 'app');
const store = join(root, 'reports', 'store', 'app');
if (existsSync(page)) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [
      { in: join(page, 'main.ts'), out: 'app' },
      { in: join(page, 'style.css'), out: 'app' },
      { in: join(store, 'main.ts'), out: 'store' },
      { in: join(store, 'style.css'), out: 'store' },
    ],
    outdir: join(root, 'dist', 'reports'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  });
}
