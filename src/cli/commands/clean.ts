import { Command } from '@commander-js/extra-typings';

/** `splitbrain clean`: removes what controllers that were killed have left in Docker. */
export function cleanCommand() {
  return new Command('clean')
    .summary('remove containers and networks that a killed controller left behind')
    .description(
      'Removes containers and networks of runs whose controller is gone. Runs that are still going on are left alone.',
    )
    .option('--all', 'remove also those of runs that may still be going on')
    .addHelpText('after', '\nExample:\n  $ npx splitbrain clean')
    .action(async ({ all }) => {
      const { sweepLeftovers } = await import('../../cluster/docker/sweep.js');
      const { containers, networks } = await sweepLeftovers({ all: all ?? false });
      process.stdout.write(`Removed ${containers} containers and ${networks} networks.\n`);
    });
}
