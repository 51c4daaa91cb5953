import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClusterOverTime } from '../../../reports/app/cluster-at.js';
import type { PageCluster } from '../../../reports/page/page-columns.js';

const nodes = ['n1', 'n2', 'n3'];
const figures = ['leads', 'position', 'p2.leads', 'hints'];

/** Moments are few, so that many fall together. */
const moment = fc.nat({ max: 20 });
const byTime = <T extends { at: number }>(entries: T[]): T[] => entries.sort((a, b) => a.at - b.at);
const node = fc.nat({ max: nodes.length - 1 });
const toldEntries = fc
  .array(
    fc.record({
      at: moment,
      node,
      name: fc.nat({ max: figures.length - 1 }),
      figure: fc.option(fc.nat({ max: 9 })),
    }),
  )
  .map(byTime);
const behindEntries = fc
  .array(fc.record({ at: moment, node, count: fc.nat({ max: 3 }), lateness: fc.nat({ max: 5 }) }))
  .map(byTime);

describe('ClusterOverTime', () => {
  it('says of every moment what a walk from the beginning says', () => {
    fc.assert(
      fc.property(toldEntries, behindEntries, moment, (told, behind, ns) => {
        const cluster: PageCluster = {
          names: [...nodes, 'clients'],
          told: {
            names: figures,
            at: told.map(({ at }) => at),
            node: told.map((one) => one.node),
            name: told.map(({ name }) => name),
            figure: told.map(({ figure }) => figure),
          },
          behind: {
            unit: 'entry',
            at: behind.map(({ at }) => at),
            node: behind.map((one) => one.node),
            count: behind.map(({ count }) => count),
            since: behind.map(({ at, lateness }) => at - lateness),
          },
          clocks: [],
        };
        const state = new ClusterOverTime(cluster, { faults: [] }).at(ns);
        expect(state.nodes.map(({ name }) => name)).toEqual(nodes);
        for (const [number, { leads, told: others, behind: lack }] of state.nodes.entries()) {
          const known = new Map<string, number>();
          for (const { at, node, name, figure } of told) {
            if (at > ns || node !== number) continue;
            if (figure === null) known.delete(figures[name] as string);
            else known.set(figures[name] as string, figure);
          }
          const said = [
            ...leads.map(([part, term]) => [part ? `${part}.leads` : 'leads', term] as const),
            ...others,
          ];
          expect(new Map(said)).toEqual(known);
          const last = behind.filter(({ at, node }) => at <= ns && node === number).at(-1);
          expect(lack).toEqual(
            last && last.count > 0 ? { count: last.count, ns: ns - (last.at - last.lateness) } : undefined,
          );
        }
      }),
    );
  });
});
