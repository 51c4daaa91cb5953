import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experimentNamed, experiments } from '../../experiments/registry.js';
import { recordWitness } from '../../experiments/record-witness.js';
import { runExperiment } from '../../experiments/run-experiment.js';
import { witnessPlan } from '../../experiments/witness-plan.js';
import type { Plan } from '../../src/plan/plan.js';
import {
  blocksIn,
  experimentBlock,
  pictureFile,
  withBlocks,
} from '../../reports/chapter/experiment-block.js';
import { experimentPicture } from '../../reports/chapter/picture.js';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'replication');
const blocks = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => blocksIn(readFileSync(join(folder, name), 'utf8')));

describe('the chapter on replication', () => {
  test('speaks of every experiment once, and of none that does not exist', () => {
    expect(blocks.map(([id]) => id).sort()).toEqual(experiments.map(({ id }) => id).sort());
  });

  const redraw = 'make it again: npm run build && node scripts/draw-replication.js';

  test.each(blocks)(
    '%s: what it quotes is what the command prints, and its picture is what the report has',
    async (id, text) => {
      const experiment = experimentNamed(id);
      const run = await runExperiment(experiment, witnessPlan(experiment) as Plan);
      const picture = await experimentPicture(experiment, run, await recordWitness(run.plan));
      expect(text, redraw).toBe(experimentBlock(experiment, run, picture !== undefined));
      const file = join(folder, 'pictures', pictureFile(id));
      expect(existsSync(file), redraw).toBe(picture !== undefined);
      // The style is the report's, and may be polished without drawing all of them anew.
      const drawn = (svg: string): string => svg.replace(/<style>.*?<\/style>/s, '');
      if (picture !== undefined) expect(drawn(readFileSync(file, 'utf8')), redraw).toBe(drawn(picture));
    },
  );
});

test('what stands between the marks of a page is replaced, and nothing else', () => {
  const page = "# A\n\n<!-- RL1' -->\nold\n<!-- /RL1' -->\n\ntext\n";
  expect(withBlocks(page, (id) => `new ${id}`)).toBe(
    "# A\n\n<!-- RL1' -->\n\nnew RL1'\n\n<!-- /RL1' -->\n\ntext\n",
  );
});
