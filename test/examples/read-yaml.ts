/** What a YAML file says, as far as this reads it. */
export type Yaml = string | readonly Yaml[] | { readonly [key: string]: Yaml };

interface Line {
  readonly indent: number;
  readonly text: string;
  readonly number: number;
}

/**
 * Reads the YAML that CI systems' files are written in: block and flow maps and lists, quoted and plain words, folded and
 * literal text. Words stay text (`20` and `true` too); anchors, tags and several documents are not read.
 * @throws Error that names the line that is not understood
 */
export function readYaml(text: string): Yaml {
  return new YamlReader(text).read();
}

class YamlReader {
  readonly #lines: Line[];
  #at = 0;

  constructor(text: string) {
    this.#lines = text.split('\n').map((line, index) => {
      if (line.includes('\t')) throw new Error(`Line ${index + 1}: a tab`);
      const trimmed = line.trimStart();
      return { indent: line.length - trimmed.length, text: trimmed.trimEnd(), number: index + 1 };
    });
  }

  read(): Yaml {
    const value = this.#block(0);
    const line = this.#next();
    if (line) throw this.#wrong(line, 'not expected here');
    return value;
  }

  /** The next line that says something; it is still to be taken. */
  #next(): Line | undefined {
    while (this.#at < this.#lines.length && /^(#|$)/.test(this.#lines[this.#at]?.text ?? '')) this.#at++;
    return this.#lines[this.#at];
  }

  #block(least: number): Yaml {
    const line = this.#next();
    if (!line || line.indent < least) return '';
    return /^- |^-$/.test(line.text) ? this.#list(line.indent) : this.#map(line.indent);
  }

  #list(indent: number): Yaml[] {
    const items: Yaml[] = [];
    for (let line = this.#next(); line?.indent === indent && /^- |^-$/.test(line.text); line = this.#next()) {
      const inside = line.text.slice(1).trimStart();
      const at = indent + line.text.length - inside.length;
      if (isEntry(inside) || inside === '') {
        // An item that is a map begins on the line of its dash.
        this.#lines[this.#at] = { ...line, indent: at, text: inside };
        items.push(this.#block(at));
      } else {
        this.#at++;
        items.push(this.#scalar(inside, indent, line));
      }
    }
    return items;
  }

  #map(indent: number): Yaml {
    const entries = new Map<string, Yaml>();
    for (let line = this.#next(); line && line.indent === indent; line = this.#next()) {
      const [, key = '', rest = ''] = entry.exec(line.text) ?? [];
      if (key === '') throw this.#wrong(line, 'neither a list nor `key: value`');
      const name = word(key);
      if (entries.has(name)) throw this.#wrong(line, 'a key that is there already');
      this.#at++;
      const value = withoutComment(rest);
      if (value !== '') entries.set(name, this.#scalar(value, indent, line));
      else {
        // A list may stand as far left as its key.
        const next = this.#next();
        const isList = next?.indent === indent && next.text.startsWith('- ');
        entries.set(name, this.#block(isList ? indent : indent + 1));
      }
    }
    const next = this.#next();
    if (next && next.indent > indent) throw this.#wrong(next, 'indented too far');
    return Object.fromEntries(entries);
  }

  #scalar(text: string, indent: number, line: Line): Yaml {
    const value = withoutComment(text);
    if (/^[|>]-?$/.test(value)) return this.#text(value.startsWith('>'), indent);
    if (value.startsWith('[') || (value.startsWith('{') && !value.startsWith('{{'))) return flow(value);
    if (/^[&*!%@`]/.test(value)) throw this.#wrong(line, 'more YAML than is read here');
    return word(value);
  }

  #text(isFolded: boolean, indent: number): string {
    const lines: string[] = [];
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at] as Line;
      if (line.text !== '' && line.indent <= indent) break;
      lines.push(line.text);
    }
    return lines.join(isFolded ? ' ' : '\n').trim();
  }

  #wrong({ number, text }: Line, what: string): Error {
    return new Error(`Line ${number}: ${what}: ${text}`);
  }
}

const entry = /^("[^"]*"|'[^']*'|[^\s'"[{#][^:]*?):(?: +(.*))?$/;
const isEntry = (text: string): boolean => entry.test(text);

function withoutComment(text: string): string {
  return /^(["'])/.test(text) ? text : text.replace(/(^| )#.*$/, '').trimEnd();
}

function word(text: string): string {
  if (/^'.*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (/^".*"$/.test(text)) return JSON.parse(text) as string;
  return text;
}

/** `[a, b]` or `{ a: b }`, on one line. */
function flow(text: string): Yaml {
  const inside = text.slice(1, -1).trim();
  const parts = inside === '' ? [] : (inside.match(/(?:'[^']*'|"[^"]*"|[^,'"])+/g) ?? []);
  const isList = text.startsWith('[');
  if (!text.endsWith(isList ? ']' : '}')) throw new Error(`Not closed: ${text}`);
  if (isList) return parts.map((part) => word(part.trim()));
  return Object.fromEntries(
    parts.map((part) => {
      const [, key = '', value = ''] = entry.exec(part.trim()) ?? [];
      return [word(key), word(value.trim())];
    }),
  );
}
