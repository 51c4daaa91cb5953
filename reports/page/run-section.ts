import type { Value } from '../../src/history/event.js';
import type { History } from '../../src/history/operation.js';
import type { Plan } from '../../src/plan/plan.js';
import { describeFault } from '../describe-fault.js';
import { counted, formatCount, formatDuration, timeFormat } from '../quantity.js';
import type { RunRecord } from '../run-record.js';
import { showName, showText, showValue } from '../show-value.js';
import { faultClass } from './fault-class.js';
import { type Content, html, type Markup } from './markup.js';

const MAX_FAULTS = 500;
/** What the environment says, too, stands in rows of its own. */
const saidAbove = new Set(['cluster', 'historyHash']);
const MAX_ROWS = 200;

/** Everything about how the run was made: options, network, faults, environment. */
export function runSection(run: RunRecord): Markup {
  const { plan, history, verdict } = run;
  return html`<section id="run">
    <h2>The run</h2>
    <div class="cards">
      ${plan && card(`Options of ${showName(plan.target)}`, valueRows(plan.options))}
      ${plan && card(`Workload ${showName(plan.workload)}`, workloadRows(plan))}
      ${plan && run.clusterKind !== 'docker' && run.clusterKind !== 'processes' && card('Simulated network and disks', networkRows(plan))}
      ${card('Environment', environmentRows(run))}
    </div>
    <h3>Faults</h3>
    ${verdict.faults.length > 0 && html`<p class="lead">${verdict.faults.map(({ kind, injected, operations }) => `${showText(kind, 30)}: ${formatCount(injected)} injected, met by ${counted(operations, 'operation')}`).join('. ')}.</p>`}
    ${faultsTable(history)}
  </section>`;
}

type Row = readonly [string, Content];

function card(title: string, rows: readonly Row[]): Markup | false {
  return (
    rows.length > 0 &&
    html`<div class="card">
      <h3>${title}</h3>
      <dl>
        ${rows.slice(0, MAX_ROWS).map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
    </div>`
  );
}

function valueRows(values: { readonly [name: string]: Value | undefined }): Row[] {
  return Object.entries(values).flatMap(([name, value]): Row[] =>
    value === undefined
      ? []
      : [
          [
            showName(name),
            html`<bdi>${typeof value === 'string' ? showText(value, 120) : showValue(value, 120)}</bdi>`,
          ],
        ],
  );
}

function workloadRows(plan: Plan): Row[] {
  const { settings, bugs, clients, operationTimeoutMs, minEvidence, quietMs } = plan;
  return [
    ['clients', clients.length],
    ['operations per second', formatCount(settings.rate)],
    ['patience of a client', formatDuration(operationTimeoutMs * 1e6)],
    ['quiet before final reads', formatDuration(quietMs * 1e6)],
    ['chances needed as evidence', minEvidence],
    ...valueRows(settings.knobs),
    ['planted bugs', bugs.length > 0 ? bugs.map((bug) => showName(bug)).join(', ') : 'none'],
  ];
}

function networkRows({ network, disk, clocks }: Plan): Row[] {
  const percent = (chance: number): string => `${Number((chance * 100).toPrecision(3))} %`;
  const wrong = Object.entries(clocks).filter(
    ([, { offsetMs, driftPpm }]) => offsetMs !== 0 || driftPpm !== 0,
  );
  return [
    [
      'latency',
      `${showText(network.latency, 30)}, at least ${ms(network.minLatencyMs)}, mean ${ms(network.meanLatencyMs)} more`,
    ],
    ['loss', percent(network.loss)],
    ['duplication', percent(network.duplication)],
    ['reordering', network.reordering ? 'yes' : 'no'],
    ['disk sync', `${ms(disk.minSyncMs)} to ${ms(disk.maxSyncMs)}`],
    [
      'clocks wrong from the start',
      wrong.length > 0
        ? wrong.map(([node, { offsetMs }]) => `${showName(node)} by ${ms(offsetMs)}`).join(', ')
        : 'none',
    ],
  ];
}

function ms(milliseconds: number): string {
  return formatDuration(milliseconds * 1e6);
}

function environmentRows({
  plan,
  clusterKind,
  history,
  historyHash,
  environment,
  runPath,
}: RunRecord): Row[] {
  const rows: (Row | false | undefined)[] = [
    plan && ['seed', html`<code>${showName(plan.seed, 80)}</code>`],
    clusterKind !== undefined && ['cluster', showText(clusterKind, 30)],
    runPath !== undefined && ['folder', html`<code>${showText(runPath, 200)}</code>`],
    ['history', `${counted(history.events, 'event')}, ${counted(history.operations.length, 'operation')}`],
    historyHash !== undefined && [
      'history sha256',
      html`<code class="hash">${showText(historyHash, 80)}</code>`,
    ],
    ...valueRows(
      Object.fromEntries(Object.entries(environment ?? {}).filter(([name]) => !saidAbove.has(name))),
    ),
  ];
  return rows.filter((row) => row !== false && row !== undefined);
}

function faultsTable({ faults, endedAt }: History): Markup {
  if (faults.length === 0) return html`<p class="empty">No faults were injected.</p>`;
  const times = timeFormat([endedAt]);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Faults">
    <table class="faults">
      <thead>
        <tr>
          <th>When</th>
          <th>Lasted</th>
          <th>Fault</th>
        </tr>
      </thead>
      <tbody>
        ${faults.slice(0, MAX_FAULTS).map(
          ({ kind, value, from, to }) =>
            html`<tr>
              <td class="when">${times.stretch(from, to)}</td>
              <td>${Number.isFinite(to) ? formatDuration(to - from) : 'never healed'}</td>
              <td>
                <span class="swatch ${faultClass(kind)}"></span><bdi>${describeFault(kind, value)}</bdi>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${faults.length > MAX_FAULTS && html`<p class="empty">and ${formatCount(faults.length - MAX_FAULTS)} more</p>`}
  </div>`;
}
