import type { Judgement, Verdict } from '../../src/checkers/verdict.js';
import { type AnomalyGroup, anomalyGroups } from '../anomaly-groups.js';
import { answer } from '../answer.js';
import { guaranteeWords, inSentence } from '../guarantee-words.js';
import { counted, formatCount, formatDuration } from '../quantity.js';
import type { RunRecord } from '../run-record.js';
import { showName, showText } from '../show-value.js';
import { icon } from './icon.js';
import { html, type Markup } from './markup.js';

const MAX_REASONS = 20;

/** The answer: the verdict, which promise broke and how often, why, and how to reproduce it. */
export function verdictSection(run: RunRecord): Markup {
  const { verdict } = run;
  const tone = toneOf(verdict.valid);
  const broken = brokenIn(verdict);
  return html`<header class="verdict ${tone}">
    <p class="subject">${subject(run)}</p>
    <h1>${icon(tone)}<span>${answer(verdict)}</span></h1>
    ${breaches(broken, verdict)} ${broken.length === 0 && reasonsList(verdict)}
    ${run.replay !== undefined && reproduce(run.replay)}
  </header>`;
}

/** The promises that broke. */
export const brokenIn = ({ judgements }: Verdict): readonly Judgement[] =>
  judgements.filter(({ promise, holds }) => promise && holds === false);

/** Why the verdict is not `true`, beside the promises that broke, and what else was seen. */
export function reasonsList(verdict: Verdict): Markup | false {
  const broken = brokenIn(verdict);
  const allowed = verdict.judgements.filter(({ promise, holds }) => !promise && holds === false);
  const reasons = [
    ...verdict.reasons
      .filter((reason) => !broken.some(({ guarantee }) => reason.startsWith(`${guarantee} `)))
      .slice(0, MAX_REASONS)
      .map((reason) => showText(reason, 400)),
    ...(allowed.length > 0 ? [allowedViolations(allowed, verdict)] : []),
  ];
  return (
    reasons.length > 0 &&
    html`<ul class="reasons">
      ${reasons.map((reason) => html`<li>${reason}</li>`)}
    </ul>`
  );
}

/** What ran, and on what. */
function subject({ title, plan, clusterKind, history }: RunRecord): string {
  const parts = [
    showText(title, 160),
    plan &&
      `${counted(plan.nodes.length, 'node')}${clusterKind === undefined ? '' : ` (${showText(clusterKind, 30)})`}`,
    plan && counted(plan.clients.length, 'client'),
    formatDuration(history.endedAt),
    plan && `seed ${showName(plan.seed, 40)}`,
    plan && plan.bugs.length > 0 && `planted bug ${plan.bugs.map((bug) => showName(bug)).join(', ')}`,
  ];
  return parts.filter((part) => part !== undefined && part !== false).join(' · ');
}

/** Which promises broke, how often, and a way to what shows it: first the one whose proof comes first. */
function breaches(broken: readonly Judgement[], verdict: Verdict): Markup | false {
  const first = anomalyGroups(verdict).find(({ promised }) => promised);
  const [lead, ...others] = [...broken].sort((a, b) => Number(isIn(first, b)) - Number(isIn(first, a)));
  if (!lead) return false;
  const { evidence, promise, guarantee } = lead;
  const { meaning } = guaranteeWords[guarantee];
  const word = verdict.asked ? 'is violated' : 'was broken';
  return html`<div class="breaches">
    <p>
      ${breachLink(lead)} ${word}
      ${lead.anomalyCount === 1 ? 'once' : `${formatCount(lead.anomalyCount)} times`}, out of
      ${formatCount(evidence.chances)} ${evidence.chances === 1 ? 'chance' : 'chances'} to see it
      (${showText(evidence.what, 120)}).
    </p>
    <p class="promised">
      ${verdict.asked ? 'It means' : 'Promised'}: ${meaning}
      ${!verdict.asked && promise && html`Because ${showText(promise.because, 400)}.`}
    </p>
    ${
      others.length > 0 &&
      html`<p class="promised">
        Also ${verdict.asked ? 'violated' : 'broken'}:
        ${others.map((one, at) => html`${at > 0 && ', '}${breachLink(one)} ${formatCount(one.anomalyCount)}×`)}.
      </p>`
    }
  </div>`;
}

const isIn = (group: AnomalyGroup | undefined, { guarantee }: Judgement): boolean =>
  group?.guarantees.includes(guarantee) ?? false;

function breachLink({ guarantee, anomalies: [first] }: Judgement): Markup {
  const target = first ? `anomaly-${first.kind}` : `guarantee-${guarantee}`;
  return html`<a href="#${target}"><strong>${guaranteeWords[guarantee].title}</strong></a>`;
}

function allowedViolations(judgements: readonly Judgement[], { asked }: Verdict): string {
  const titles = judgements.map(({ guarantee }) => inSentence(guaranteeWords[guarantee].title));
  return `Not ${asked ? 'asked for' : 'promised under these options'}, and seen violated: ${titles.join(', ')}.`;
}

/** `kept`, `broken` or `unknown`: how a verdict or judgement is coloured. */
export function toneOf(valid: boolean | 'unknown'): 'kept' | 'broken' | 'unknown' {
  if (valid === 'unknown') return 'unknown';
  return valid ? 'kept' : 'broken';
}

function reproduce(command: string): Markup {
  // A line must not end within `--seed` or `-o`.
  const words = showText(command, 2000)
    .split(/((?<= )--?[a-z-]+)/)
    .map((part, at) => (at % 2 === 1 ? html`<span class="flag">${part}</span>` : part));
  return html`<div class="reproduce">
    <span class="label">Reproduce</span><code id="replay">${words}</code
    ><button type="button" class="copy" data-copy="replay">Copy</button>
  </div>`;
}
