import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { serveStore } from '../../serve/serve-store.js';
import { interrupted } from '../interrupt.js';
import { shortPath } from '../stages.js';

const DEFAULT_PORT = 4700;

/** `splitbrain serve`: the store in a browser. */
export function serveCommand() {
  return new Command('serve')
    .summary('show the store in a browser: all runs and campaigns')
    .description(
      'Serves pages of all runs and campaigns in the store to this machine: search, two runs side by side, campaigns while they run. It only reads. Ctrl-C ends it.',
    )
    .option('--store <folder>', 'where campaigns and runs are kept', 'store')
    .option('--port <number>', '0 for any that is free', parsePort, DEFAULT_PORT)
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain serve
  $ npx splitbrain serve --store nightly/store --port 0`,
    )
    .action(async ({ store, port }) => {
      const served = await serveStore({
        store,
        storeName: shortPath(store),
        port,
        onError: (error) => process.stderr.write(`${(error as Error).stack ?? String(error)}\n`),
      });
      process.stdout.write(`${served.url}\n`);
      if (!existsSync(store)) {
        process.stderr.write(`There is no ${shortPath(store)} yet: it will be shown once there is.\n`);
      }
      await interrupted();
      await served.close();
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  }
  return port;
}
