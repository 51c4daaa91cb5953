import { expect, test } from 'vitest';
import { readYaml } from './read-yaml.js';

test('reads maps, lists, folded and literal text, quotes and comments', () => {
  const text = `# a comment
name: a name # another
on:
  schedule:
    - cron: '17 2 * * *'
  dispatch:
jobs:
  one:
    steps:
    - uses: x@v4
      with: { node: '22', cache: npm }
    - run: >-
        one
        two

    - run: |
        one
        two
    list: ['a, b', c, 3]
    words: [sh, "-c"]
`;
  expect(readYaml(text)).toEqual({
    name: 'a name',
    on: { schedule: [{ cron: '17 2 * * *' }], dispatch: '' },
    jobs: {
      one: {
        steps: [
          { uses: 'x@v4', with: { node: '22', cache: 'npm' } },
          { run: 'one two' },
          { run: 'one\ntwo' },
        ],
        list: ['a, b', 'c', '3'],
        words: ['sh', '-c'],
      },
    },
  });
});

test.each([
  ['a: 1\n\tb: 2', 'Line 2: a tab'],
  ['a: 1\n   b: 2', 'Line 2: indented too far'],
  ['a:\n    b: 2\n  c: 3', 'Line 3: '],
  ['a: 1\na: 2', 'Line 2: a key that is there already'],
  ['a\nb: 1', 'Line 1: neither'],
])('%j is refused', (text, why) => {
  expect(() => readYaml(text)).toThrow(why);
});
