// Makes a clone ready: installs the packages that package-lock.json names, then builds what changed.
// Plain JavaScript without imports from node_modules, because it runs before they exist.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const run = (command, args) =>
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
// Not `npm ci`: it insists on every platform's optional packages, even where a registry lacks one. `--no-save` leaves the
// lockfile, whose versions are obeyed, as it is.
const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`splitbrain needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(254);
}

/** The lockfile that node_modules was installed from, so that an unchanged clone skips the installation. */
const stamp = join(root, 'node_modules', '.splitbrain-lock');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === lock;
if (!installed) {
  console.log('Installing packages…');
  run(npm, ['install', ...flags]);
  writeFileSync(stamp, lock);
}

run(process.execPath, [join(root, 'scripts', 'build.js')]);
