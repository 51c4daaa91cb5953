import type { RunSettings } from '../run/settings.js';

/** One field of a campaign's matrix: what all its seeds have in common. */
export interface Cell {
  /** What sets it apart from the others, such as `w=2 r=2, session`. */
  readonly name: string;
  readonly settings: RunSettings;
}

/** The dimensions of a campaign; each that is given is spread over. */
export interface Matrix {
  readonly targets?: readonly string[] | undefined;
  readonly workloads?: readonly string[] | undefined;
  readonly nodes?: readonly number[] | undefined;
  /** Sets of options of the target, on top of those that all have. */
  readonly options?: readonly RunSettings['options'][] | undefined;
  /** Sets of planted bugs. */
  readonly bugs?: readonly (readonly string[])[] | undefined;
}

/** Every combination of a matrix, in order; one cell when there is nothing to combine. */
export function cellsOf(settings: RunSettings, matrix: Matrix = {}): Cell[] {
  const { targets = [], workloads = [], nodes = [], options = [], bugs = [] } = matrix;
  let cells: { words: string[]; settings: RunSettings }[] = [{ words: [], settings }];
  const spread = <T>(
    choices: readonly T[],
    words: (choice: T) => string,
    apply: (settings: RunSettings, choice: T) => RunSettings,
  ): void => {
    if (choices.length === 0) return;
    cells = cells.flatMap((cell) =>
      choices.map((choice) => ({
        words: [...cell.words, words(choice)],
        settings: apply(cell.settings, choice),
      })),
    );
  };
  spread(targets, String, (all, target) => ({ ...all, target }));
  spread(workloads, String, (all, workload) => ({ ...all, workload }));
  spread(
    nodes,
    (count) => `${count} nodes`,
    (all, count) => ({ ...all, nodes: count }),
  );
  spread(options, describeOptions, (all, chosen) => ({ ...all, options: { ...all.options, ...chosen } }));
  spread(
    bugs,
    (names) => names.join('+') || 'no bug',
    (all, names) => ({ ...all, bugs: names }),
  );
  return cells.map((cell) => ({
    name: cell.words.join(', ') || `${settings.target}, ${settings.workload}`,
    settings: cell.settings,
  }));
}

function describeOptions(options: RunSettings['options']): string {
  const words = Object.entries(options).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return words.join(' ') || 'default options';
}
