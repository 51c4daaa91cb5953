import { formatDuration } from '../quantity.js';
import { timeAt } from './axis.js';
import { clocksGoWrong } from '../page/clock-offset.js';
import { LatencyPicture } from './latency.js';
import { operationLines } from './operation-lines.js';
import { PointsPicture } from './points.js';
import { RatePicture } from './rate.js';
import { isChosen, type RunData } from './run-data.js';
import { SkewPicture } from './skew.js';
import type { Stage, TellAt } from './stage.js';
import type { View } from './view.js';

/** Adds the plots: latency, rate, and those for which there is something to show: staleness, replication lag, clock skew. */
export function addPlots(data: RunData, view: View, stage: Stage): void {
  const { stale, lag, cluster } = data;
  const latency = new LatencyPicture(data, view);
  stage.add(latency, 'Latency of every operation over time', {
    find: (...place) => latency.operationAt(...place),
  });
  stage.add(new RatePicture(data, view), 'Operations begun per second over time, by outcome', {});
  if (stale.at.length > 0) {
    const picture = new PointsPicture(data, view, stale, {
      title: 'Staleness',
      unit: 'for how long what a read returned had been overwritten',
      tell: (at) => [
        `${formatDuration(stale.ns[at] as number)} stale`,
        ...operationLines(data, stale.of[at] as number),
      ],
      isChosen: (at) => isChosen(data, stale.of[at] as number, view),
      ...(data.predictedFresh !== undefined && {
        level: { ns: data.predictedFresh, words: 'predicted: 99 % of reads fresh from here on' },
      }),
    });
    stage.add(picture, 'Staleness of reads over time', { tell: (...place) => picture.tellAt(...place) });
  }
  if (lag.at.length > 0) {
    const picture = new PointsPicture(data, view, lag, {
      title: 'Replication lag',
      unit: 'from the first replica that took in a write to each other one',
      tell: (at) => [
        `${formatDuration(lag.ns[at] as number)} after the first replica`,
        `replica ${cluster?.names[lag.of[at] as number] ?? ''}`,
      ],
    });
    stage.add(picture, 'Replication lag over time', { tell: (...place) => picture.tellAt(...place) });
  }
  if (cluster && clocksGoWrong(cluster, data.faults)) {
    const picture = new SkewPicture(data, view, cluster);
    const tell: TellAt = (surface, x) => {
      const ns = timeAt(x, view, picture.frame(surface));
      const nodes = cluster.names.slice(0, -1);
      return [
        'Wall clocks',
        ...nodes.map((name, node) => {
          const ms = picture.offsetAt(node, ns);
          return `${name}: ${ms === 0 ? 'right' : `${formatDuration(Math.abs(ms) * 1e6)} ${ms < 0 ? 'behind' : 'ahead'}`}`;
        }),
      ];
    };
    stage.add(picture, 'Offset of every wall clock over time', { tell });
  }
}
