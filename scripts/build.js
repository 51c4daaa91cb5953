// Compiles the library and the command with tsc, and the report's page (reports/app) with esbuild.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const tsc = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });

const page = join(root, 'reports', 'app');
if (existsSync(page)) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [
      { in: join(page, 'main.ts'), out: 'app' },
      { in: join(page, 'style.css'), out: 'app' },
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
