import { formatDuration } from '../quantity.js';
import { timeAt } from './axis.js';
import { clocksGoWrong } from '../page/clock-offset.js';
import type { Picture } from './explorer.js';
import { operationLines } from './operation-lines.js';
import { PointsPicture } from './points.js';
import { isChosen, type RunData } from './run-data.js';
import { SkewPicture } from './skew.js';
import type { Surface } from './surface.js';
import type { View } from './view.js';

/** The words about what is at a place of a picture. */
export type TellAt = (surface: Surface, x: number, y: number) => readonly string[] | undefined;

/** Adds the plots for which there is something to show: staleness, replication lag, clock skew. */
export function addPlots(
  data: RunData,
  view: View,
  add: (picture: Picture, label: string, tell: TellAt) => void,
): void {
  const { stale, lag, cluster } = data;
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
    add(picture, 'Staleness of reads over time', (...place) => picture.tellAt(...place));
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
    add(picture, 'Replication lag over time', (...place) => picture.tellAt(...place));
  }
  if (cluster && clocksGoWrong(cluster, data.faults)) {
    const picture = new SkewPicture(data, view, cluster);
    add(picture, 'Offset of every wall clock over time', (surface, x) => {
      const ns = timeAt(x, view, picture.frame(surface));
      const nodes = cluster.names.slice(0, -1);
      return [
        'Wall clocks',
        ...nodes.map((name, node) => {
          const ms = picture.offsetAt(node, ns);
          return `${name}: ${ms === 0 ? 'right' : `${formatDuration(Math.abs(ms) * 1e6)} ${ms < 0 ? 'behind' : 'ahead'}`}`;
        }),
      ];
    });
  }
}
