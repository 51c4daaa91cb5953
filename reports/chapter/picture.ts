import type { Experiment } from '../../experiments/experiment.js';
import type { WitnessRecord } from '../../experiments/record-witness.js';
import type { ExperimentRun } from '../../experiments/run-experiment.js';
import type { Anomaly } from '../../src/checkers/checker.js';
import { readBuilt } from '../page/assets.js';
import { figureOf } from '../figure/figure.js';
import { momentsOf } from '../figure/pictured-moments.js';
import { truthByKey } from '../figure/replica-steps.js';
import { telltale } from '../telltale.js';
import { toldIn } from '../told.js';

/** With more operations a picture cannot be read. */
const MOST_OPERATIONS = 14;

/**
 * The picture of an experiment's witness as its report has it: the operations that prove the anomaly, or where there is none all
 * that clients did until they stopped. An SVG file of its own, light or dark as the reader has it; undefined where too much happened.
 */
export async function experimentPicture(
  experiment: Experiment,
  run: ExperimentRun,
  recorded: WitnessRecord,
): Promise<string | undefined> {
  const { history } = run;
  const told = telltale(experiment, run);
  const all = history.operations.filter(({ final }) => !final);
  if (!told && (all.length === 0 || all.length > MOST_OPERATIONS)) return undefined;
  const anomaly: Anomaly = told ?? {
    kind: 'stale-read',
    guarantee: 'regular-register',
    operations: all.map(({ index }) => index),
    relations: [],
    facts: {},
  };
  const truth = truthByKey(recorded.truth);
  const messages = await recorded.trace(momentsOf([anomaly], { history, truth: recorded.truth }));
  const figure = figureOf(anomaly, history, { truth, told: toldIn(recorded.logs), messages, report: null });
  if (!figure) return undefined;
  const lines = figure.svg.text.replace(/\s*\n\s*/g, ' ');
  return `${lines.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"').replace('>', `><style>${figureStyle()}</style>`)}\n`;
}

/** The rules of the report's style that a picture needs. */
function figureStyle(): string {
  const style = readBuilt('app.css');
  const variables = style.match(/:root\{[^}]*--background[^}]*\}/g) ?? [];
  const [light = '', dark = ''] = variables;
  const rules = [...style.matchAll(/([^{}]+)\{[^{}]*\}/g)]
    .filter(([, selector = '']) => /(^|,)\.(figure[ .{,]|figure$|band|fault)/.test(selector))
    .map(([rule]) => rule);
  return `${light}@media(prefers-color-scheme:dark){${dark}}svg{background:var(--surface)}${rules.join('')}`
    .replaceAll('&', '&amp;')
    .replaceAll('>', '&gt;');
}
