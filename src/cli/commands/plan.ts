import { writeFileSync } from 'node:fs';
import { drawPlan } from '../../run/draw-plan.js';
import { loadConfigFile } from '../config-file.js';
import { resolveSettings, withSettings } from '../settings-options.js';

/** `splitbrain plan`: seed → plan. */
export function planCommand() {
  return withSettings('plan')
    .summary('seed → plan: print everything random about a run, decided beforehand')
    .description('Draws a plan and writes it as JSON, without running it.')
    .option('--out <file>', 'write it there instead of to standard output')
    .addHelpText(
      'after',
      `
Examples:
  $ npx splitbrain plan --seed 42 --out plan.json
  $ npx splitbrain run plan.json`,
    )
    .action(async ({ out, ...given }) => {
      const settings = resolveSettings(given, await loadConfigFile(given.config));
      const text = `${JSON.stringify(drawPlan(settings), undefined, 2)}\n`;
      if (out === undefined) process.stdout.write(text);
      else writeFileSync(out, text);
    });
}
