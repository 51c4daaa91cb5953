/**
 * Writes a value so that equal values have equal texts: objects whatever the order of their fields, maps and sets
 * whatever the order of their entries.
 * @throws TypeError for a function or a symbol, which cannot be told by their contents
 */
export function canonicalText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectText(value);
    default:
      throw new TypeError(
        `Inputs, outputs and states are told apart by their contents, which a ${typeof value} has not; use plain values, or give the model a \`hash\`.`,
      );
  }
}

function objectText(value: object): string {
  if (Array.isArray(value)) {
    let text = '[';
    for (const item of value) text += `${canonicalText(item)},`;
    return `${text}]`;
  }
  if (value instanceof Set) return `set{${Array.from(value, canonicalText).sort().join()}}`;
  if (value instanceof Map) {
    const entries = Array.from(value, ([key, item]) => `${canonicalText(key)}:${canonicalText(item)}`);
    return `map{${entries.sort().join()}}`;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(fields);
  if (names.length > 1) names.sort();
  let text = '{';
  for (const name of names) text += `${JSON.stringify(name)}:${canonicalText(fields[name])},`;
  return `${text}}`;
}
