import pc from 'picocolors';
import type { Guarantee } from '../../src/checkers/checker.js';
import type { Aspect, LatticePart } from '../../src/checkers/lattices-by.js';
import { guaranteeWords } from '../guarantee-words.js';
import { counted } from '../quantity.js';
import { showName } from '../show-value.js';
import type { TerminalOptions } from '../terminal.js';
import { indent, type Palette, wrap } from './text.js';

const SHOWN_NAMES = 8;

/** Which guarantees hold for which keys or sessions: those of which the most is violated first. */
export function renderLatticeParts(
  by: Aspect,
  parts: readonly LatticePart[],
  { colour, width = 100 }: TerminalOptions,
): string {
  const palette = pc.createColors(colour);
  const lines = [palette.bold(by === 'key' ? 'Key by key' : 'Session by session')];
  if (parts.length === 0) lines.push(palette.dim(`  There is no ${by} to tell apart.`));
  for (const part of parts) lines.push(...indent(partLines(by, part, palette, width - 2), '  '));
  return lines.join('\n');
}

function partLines(by: Aspect, { names, lattice }: LatticePart, palette: Palette, width: number): string[] {
  const { strongestHeld, weakestBroken } = lattice;
  const line = (label: string, guarantees: readonly Guarantee[]): string[] => {
    const titles = guarantees.map((guarantee) => guaranteeWords[guarantee].title).join(', ');
    return guarantees.length === 0 ? [] : indent(wrap(`${label}: ${titles}.`, width - 4), '    ');
  };
  const mark =
    weakestBroken.length > 0
      ? palette.red('✗')
      : strongestHeld.length > 0
        ? palette.green('✓')
        : palette.yellow('?');
  return [
    `${mark} ${namesOf(by, names)}`,
    ...line('Weakest that fail', weakestBroken),
    ...line('Strongest that hold', strongestHeld),
  ];
}

function namesOf(by: Aspect, names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).map((name) => (name === '' ? 'no key' : showName(name, 40)));
  const more = names.length - shown.length;
  const list = [...shown, ...(more > 0 ? [`${more} more`] : [])];
  return `${counted(names.length, by)}: ${new Intl.ListFormat('en-GB').format(list)}`;
}
