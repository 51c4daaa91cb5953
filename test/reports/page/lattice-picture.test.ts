import { describe, expect, test } from 'vitest';
import { latticePicture } from '../../../reports/page/lattice-picture.js';
import type { Guarantee } from '../../../src/checkers/checker.js';
import { judge } from '../../../src/checkers/judge.js';
import { makeHistory, r, w } from '../../checkers/make-history.js';

const picture = (...guarantees: Guarantee[]): string => {
  const { judgements } = judge(makeHistory(w(0, 'x', 1, 0, 5), r(0, 'x', 1, 10, 15)), {
    promises: [],
    guarantees,
    minEvidence: 1,
    maxAnomalies: 1,
  });
  const drawn = latticePicture(judgements);
  return drawn === false ? '' : drawn.text;
};
const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

describe('the lattice', () => {
  test('is not drawn of one guarantee', () => {
    expect(picture('read-your-writes')).toBe('');
  });

  test('speaks of the devices of a user only where somebody asked, and no line ends at nothing', () => {
    const without = picture('regular-register', 'read-your-writes');
    expect(without).not.toContain('all devices');
    const withUsers = picture('regular-register', 'user-read-your-writes', 'read-your-writes');
    expect(withUsers).toContain('all devices');
    expect(count(withUsers, /<rect/g)).toBe(count(without, /<rect/g) + 1);
    // From the regular register to read your writes in one step, or in two.
    expect(count(withUsers, /<line/g)).toBe(count(without, /<line/g) + 1);
  });

  test('a long title has two lines', () => {
    const long = picture('regular-register', 'user-read-your-writes');
    expect(long).toMatch(/<tspan[^>]*>Read your writes<\/tspan\s*><tspan[^>]*>on all devices<\/tspan/);
    expect(long).toMatch(/<tspan[^>]*>Regular register<\/tspan/);
  });
});
