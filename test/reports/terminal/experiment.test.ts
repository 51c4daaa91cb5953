import { describe, expect, test } from 'vitest';
import { experimentGroups, experiments } from '../../../experiments/registry.js';
import { experimentList } from '../../../reports/terminal/experiment.js';
import { widthOf } from '../../../reports/terminal/text.js';

describe('the list of experiments', () => {
  test.each([80, 100, 120])(
    '%i columns: no line is longer, and each name stands beside its design',
    (width) => {
      for (const colour of [false, true]) {
        const lines = experimentList(experimentGroups, { colour, width }).split('\n');
        expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
      }
      const lines = experimentList(experimentGroups, { colour: false, width }).split('\n');
      for (const { id, design } of experiments) {
        const [word] = design.split(' ');
        expect(
          lines.filter((line) => line.startsWith(`  ${id} `) && line.includes(word as string)),
        ).toHaveLength(1);
      }
      // A name, its design and what is seen of it take two lines, or three where one is long.
      expect(lines.length).toBeLessThan(experiments.length * 3.5);
    },
  );
});
