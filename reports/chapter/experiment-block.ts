import type { Experiment } from '../../experiments/experiment.js';
import type { ExperimentRun } from '../../experiments/run-experiment.js';
import { shellWord } from '../shell-word.js';
import { experimentLines, witnessLines } from '../terminal/experiment.js';

const plain = { colour: false, width: 100 } as const;

/**
 * What a page of the chapter on replication says of an experiment between two marks: the command, what it prints, and the picture.
 * @param hasPicture whether there is one in `pictures/`
 */
export function experimentBlock(experiment: Experiment, run: ExperimentRun, hasPicture: boolean): string {
  const { id, design, target, workload } = experiment;
  const report = `store/${target}/${workload}/<time>-script_${id}/index.html`;
  return [
    '```console',
    `$ npx splitbrain experiment ${shellWord(id)} --exact --seeds 0`,
    '',
    experimentLines(experiment, plain),
    '',
    witnessLines(experiment, run, { cluster: 'simulation', report }, plain),
    '```',
    ...(hasPicture ? ['', `![${id}: ${design}](pictures/${pictureFile(id)})`] : []),
  ].join('\n');
}

/** The name of an experiment's picture. */
export function pictureFile(id: string): string {
  return `${id.replaceAll("'", '-prime')}.svg`;
}

/** Each mark of a page, `<!-- SL1 -->`, and what stands until its end, `<!-- /SL1 -->`. */
const marked = /<!-- ([\w'-]+) -->\n([\s\S]*?)<!-- \/\1 -->/g;

/** The experiments that a page has marks for, and what it says of each now. */
export function blocksIn(page: string): readonly (readonly [id: string, text: string])[] {
  return [...page.matchAll(marked)].map(([, id = '', text = '']) => [id, text.trim()]);
}

/** The page with other texts between its marks. */
export function withBlocks(page: string, textOf: (id: string) => string): string {
  return page.replace(marked, (_, id: string) => `<!-- ${id} -->\n\n${textOf(id)}\n\n<!-- /${id} -->`);
}
