type Path = readonly (string | number)[];

/** What somebody else may have chosen the names of fields in. */
const open = new Set([
  'options',
  'knobs',
  'environment',
  'clocks',
  'facts',
  'input',
  'output',
  'value',
  'holds',
]);

/** A text somewhere within something, or the name of a field that somebody may choose. */
export interface TextPlace {
  /** `plan.options.w`, `history.operations.0.key`, or `plan.options.w (name)`. */
  readonly name: string;
  /** The whole with another text there. */
  readonly with: (text: string) => unknown;
}

/** Every text within something; of a list's members the first and the last. */
export function everyText(whole: unknown): TextPlace[] {
  const places: TextPlace[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      places.push({ name: path.join('.'), with: (text) => replaced(whole, path, () => text) });
    } else if (Array.isArray(value)) {
      for (const at of new Set([0, value.length - 1])) if (at >= 0) walk(value[at] as unknown, [...path, at]);
    } else if (typeof value === 'object' && value !== null) {
      for (const [field, inside] of Object.entries(value as Record<string, unknown>)) {
        walk(inside, [...path, field]);
        if (!open.has(String(path.at(-1)))) continue;
        places.push({
          name: `${[...path, field].join('.')} (name)`,
          with: (text) => replaced(whole, path, (object) => ({ ...(object as object), [text]: inside })),
        });
      }
    }
  };
  walk(whole, []);
  return places;
}

function replaced(whole: unknown, [first, ...rest]: Path, by: (old: unknown) => unknown): unknown {
  if (first === undefined) return by(whole);
  if (Array.isArray(whole)) {
    return whole.map((item: unknown, at) => (at === first ? replaced(item, rest, by) : item));
  }
  const object = whole as Record<string, unknown>;
  return { ...object, [first]: replaced(object[first], rest, by) };
}
