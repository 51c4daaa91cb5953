import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { splitbrainProgram } from '../../src/cli/program.js';

const root = join(import.meta.dirname, '..', '..');
const inFolder = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => ending.test(name))
    .map((name) => `${folder}/${name}`);

const files = [
  'README.md',
  'CONTRIBUTING.md',
  ...inFolder('docs', /\.md$/),
  ...inFolder('docs/replication', /\.md$/),
  ...inFolder('examples/ci', /\.ya?ml$/),
  ...inFolder('.github/workflows', /\.yml$/),
];

/** The command lines of splitbrain in a text, each as its words. */
function commandsIn(text: string): string[][] {
  const joined = text
    .replace(/\\\n\s*/g, ' ')
    // A line of folded YAML that goes on with another option.
    .replace(/(npx splitbrain [^\n`]*)\n\s+(?=--|\$)/g, '$1 ')
    .replace(/\$\{\{[^}]*\}\}/g, '1');
  return [...joined.matchAll(/npx splitbrain ([^\n`]*)/g)].map(([, line = '']) => {
    const [command = ''] = line.split(/ \|\| | ?; | ?\| | +#|' --exit-code|'$|'\s*\]/);
    const words = command.trim().match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
    return words.map((word) => word.replace(/["']/g, ''));
  });
}

async function parse(words: readonly string[]): Promise<void> {
  const program = splitbrainProgram();
  const disarm = (command: typeof program): void => {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    if (command.commands.length === 0) command.action(() => undefined);
    for (const child of command.commands) disarm(child as typeof program);
  };
  disarm(program);
  await program.parseAsync([...words], { from: 'user' });
}

const commands = files.flatMap((file) =>
  commandsIn(readFileSync(join(root, file), 'utf8')).map((words) => [file, words.join(' '), words] as const),
);

test('there are some', () => {
  expect(commands.length).toBeGreaterThan(40);
});

test.each(commands)('%s: splitbrain %s', async (_file, _text, words) => {
  await parse(words);
});

test('what the command line does not know is refused', async () => {
  await expect(parse(['torture', '--sed', '1'])).rejects.toThrow('unknown option');
  await expect(parse(['tortur'])).rejects.toThrow();
  await expect(parse(['torture', '--shard', '17/16'])).rejects.toThrow('3/16');
});
