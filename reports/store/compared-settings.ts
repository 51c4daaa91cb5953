import type { Value } from '../../src/history/event.js';
import type { LoadedRun } from '../../src/store/load-run.js';
import { formatCount, formatDuration } from '../quantity.js';
import { showName, showText, showValue } from '../show-value.js';
import type { ComparedRow } from './compared-table.js';

const ABSENT = '–';

/** All that two runs were given, in one order: what one of them has not is a dash. */
export function comparedSettings([a, b]: readonly [LoadedRun, LoadedRun]): ComparedRow[] {
  const [ofA, ofB] = [settingsOf(a), settingsOf(b)];
  return [...new Set([...ofA.keys(), ...ofB.keys()])].map((name) => ({
    name,
    values: [ofA.get(name) ?? ABSENT, ofB.get(name) ?? ABSENT],
  }));
}

function settingsOf({ summary, plan }: LoadedRun): Map<string, string> {
  const { settings, network, disk, nodes, bugs, clients } = plan;
  const ms = (milliseconds: number): string => formatDuration(milliseconds * 1e6);
  const percent = (chance: number): string => `${Number((chance * 100).toPrecision(3))} %`;
  const rows: [string, string][] = [
    ['target', showText(plan.target, 60)],
    ['workload', showText(plan.workload, 60)],
    ['seed', showText(plan.seed, 60)],
    ['cluster', showText(summary.cluster, 40)],
    ['nodes', String(nodes.length)],
    ['planted bugs', bugs.map((bug) => showName(bug)).join(', ') || 'none'],
    ...valueRows('option ', plan.options),
    ...valueRows('knob ', settings.knobs),
    ['clients', String(clients.length)],
    ['operations per second', formatCount(settings.rate)],
    ['time limit', ms(plan.timeLimitMs)],
    ['patience of a client', ms(plan.operationTimeoutMs)],
    ['quiet before final reads', ms(plan.quietMs)],
    ['chances needed as evidence', String(plan.minEvidence)],
    ['kinds of faults', settings.faults.map((kind) => showText(kind, 24)).join(', ') || 'none'],
    ['mean pause between faults', ms(settings.faultIntervalMs)],
    ['mean length of a fault', ms(settings.faultDurationMs)],
    [
      'latency',
      `${network.latency}, at least ${ms(network.minLatencyMs)}, mean ${ms(network.meanLatencyMs)} more`,
    ],
    ['loss', percent(network.loss)],
    ['duplication', percent(network.duplication)],
    ['reordering', network.reordering ? 'yes' : 'no'],
    ['disk sync', `${ms(disk.minSyncMs)} to ${ms(disk.maxSyncMs)}`],
  ];
  return new Map(rows);
}

function valueRows(prefix: string, values: { readonly [name: string]: Value }): [string, string][] {
  return Object.entries(values).map(([name, value]) => [
    `${prefix}${showName(name)}`,
    typeof value === 'string' ? showText(value, 120) : showValue(value, 120),
  ]);
}
