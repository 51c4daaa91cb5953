// Runs the experiments that docs/replication speaks of, and writes there what each prints and its picture. Needs a build.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { experimentNamed } from '../dist/experiments/registry.js';
import { recordWitness } from '../dist/experiments/record-witness.js';
import { runExperiment } from '../dist/experiments/run-experiment.js';
import { witnessPlan } from '../dist/experiments/witness-plan.js';
import {
  blocksIn,
  experimentBlock,
  pictureFile,
  withBlocks,
} from '../dist/reports/chapter/experiment-block.js';
import { experimentPicture } from '../dist/reports/chapter/picture.js';

const folder = join(import.meta.dirname, '..', 'docs', 'replication');
const pictures = join(folder, 'pictures');
rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });

for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
  const page = readFileSync(join(folder, name), 'utf8');
  const texts = new Map();
  for (const [id] of blocksIn(page)) {
    const experiment = experimentNamed(id);
    const run = await runExperiment(experiment, witnessPlan(experiment));
    const picture = await experimentPicture(experiment, run, await recordWitness(run.plan));
    if (picture) writeFileSync(join(pictures, pictureFile(id)), picture);
    texts.set(id, experimentBlock(experiment, run, picture !== undefined));
  }
  writeFileSync(
    join(folder, name),
    withBlocks(page, (id) => texts.get(id)),
  );
}
