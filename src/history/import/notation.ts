import type { Value } from '../event.js';
import { HistoryError } from '../pair.js';
import { numberOf } from './number-of.js';
import { readQuoted } from './quoted-text.js';

/** How a file writes its data: EDN, as Clojure and so Jepsen do, or JSON. */
export type Notation = 'edn' | 'json';

/** Deeper data is refused, so that a hostile file cannot exhaust the stack. */
const MOST_NESTED = 500;

const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const NAMED_CHARACTERS: Readonly<Record<string, string>> = {
  newline: '\n',
  space: ' ',
  tab: '\t',
  return: '\r',
  backspace: '\b',
  formfeed: '\f',
};

const TAB = 9;
const LINE_BREAK = 10;
const SPACE = 32;
const HASH = 35;
const COMMA = 44;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const SEMICOLON = 59;

/** Characters that end a word, by code. */
const ENDS_WORD = new Uint8Array(128);
for (const character of '\t\n\v\f\r ,()[]{}";') ENDS_WORD[character.charCodeAt(0)] = 1;

/**
 * Reads EDN (github.com/edn-format/edn) or JSON, one form after the other, and knows the line of each. One reader does
 * for both because they differ in little: JSON has a colon after each name.
 *
 * What JSON has no word for becomes what is nearest: keywords, symbols and characters become texts, lists and sets
 * arrays, tagged data loses its tag, names of maps are texts. A number that a double cannot hold exactly becomes a text
 * of its digits, so that different numbers stay different. Comments and `#_` are passed over.
 */
export class NotationReader {
  readonly #text: string;
  readonly #isJson: boolean;
  #at = 0;
  #line: number;
  #depth = 0;

  constructor(text: string, notation: Notation, line = 1) {
    this.#text = text;
    this.#isJson = notation === 'json';
    this.#line = line;
  }

  /** Number of the line that is being read, from 1. */
  get line(): number {
    return this.#line;
  }

  /** The place in the text, to come back to with `returnTo`. */
  get place(): { readonly at: number; readonly line: number } {
    return { at: this.#at, line: this.#line };
  }

  returnTo({ at, line }: { readonly at: number; readonly line: number }): void {
    this.#at = at;
    this.#line = line;
  }

  /** The character that the next form begins with; empty at the end. Tags before a form are passed over. */
  peek(): string {
    this.#skipSpace();
    while (this.#text.charCodeAt(this.#at) === HASH && this.#isTag()) {
      this.#skipWord();
      this.#skipSpace();
    }
    return this.#text.charAt(this.#at);
  }

  /** Enters the collection that `peek` has shown. */
  enter(): void {
    this.#at++;
  }

  /**
   * Leaves the collection if it ends here.
   * @param opener what it was entered by, and where, for the error when it never ends
   */
  leaves(opener: string, line: number): boolean {
    this.#skipSpace();
    const character = this.#text.charAt(this.#at);
    if (character === CLOSERS[opener]) {
      this.#at++;
      return true;
    }
    if (character === '') {
      throw new HistoryError(
        this.#line,
        `the file ends inside the "${opener}" of line ${line}: is it all there? Expected "${CLOSERS[opener]}".`,
      );
    }
    if (character === ']' || character === ')' || character === '}') {
      throw new HistoryError(
        this.#line,
        `"${character}" cannot end the "${opener}" of line ${line}; expected "${CLOSERS[opener]}".`,
      );
    }
    return false;
  }

  /**
   * Reads one form.
   * @throws HistoryError when there is none, or it is malformed
   */
  read(): Value {
    if (++this.#depth > MOST_NESTED) {
      throw new HistoryError(this.#line, `data is nested more than ${MOST_NESTED} deep.`);
    }
    const character = this.peek();
    const value = this.#readFrom(character);
    this.#depth--;
    return value;
  }

  /** Reads the name of a map's entry, and the colon that JSON puts after it. */
  readName(): string {
    const name = this.read();
    if (this.#isJson) {
      this.#skipSpace();
      if (this.#text.charCodeAt(this.#at) !== COLON) {
        throw new HistoryError(this.#line, `expected ":" after ${show(name)}, but found ${this.#here()}.`);
      }
      this.#at++;
    }
    return typeof name === 'string' ? name : JSON.stringify(name);
  }

  #readFrom(character: string): Value {
    switch (character) {
      case '"':
        return this.#readText();
      case '{':
        return this.#readMap();
      case '[':
      case '(':
        return this.#readItems(character);
      case '#':
        return this.#readHash();
      case '\\':
        return this.#readCharacter();
      case '':
        throw new HistoryError(this.#line, 'the file ends where data was expected: is it all there?');
      case ']':
      case ')':
      case '}':
        throw new HistoryError(this.#line, `"${character}" ends nothing here.`);
      default:
        return this.#readWord();
    }
  }

  #readItems(opener: string): Value[] {
    const line = this.#line;
    const items: Value[] = [];
    this.#at++;
    while (!this.leaves(opener, line)) items.push(this.read());
    return items;
  }

  #readMap(): Value {
    const line = this.#line;
    const map: Record<string, Value> = {};
    this.#at++;
    while (!this.leaves('{', line)) {
      const name = this.readName();
      if (this.leaves('{', line))
        throw new HistoryError(this.#line, `the map has no value for ${show(name)}.`);
      const value = this.read();
      // A plain assignment to this name would set the prototype.
      if (name === '__proto__') Object.defineProperty(map, name, { value, enumerable: true });
      else map[name] = value;
    }
    return map;
  }

  /** What `#` begins and is no tag: a set, `##Inf`, a regular expression, or an object that Clojure could not print. */
  #readHash(): Value {
    const next = this.#text.charAt(this.#at + 1);
    if (next === '{' || next === '"') {
      this.#at++;
      return next === '{' ? this.#readItems('{') : this.#readText();
    }
    if (next === '#') {
      this.#at += 2;
      return this.#word();
    }
    const from = this.#at;
    let depth = 0;
    do {
      const character = this.#text.charAt(++this.#at);
      if (character === '<') depth++;
      else if (character === '>') depth--;
      else if (character === '' || character === '\n') {
        throw new HistoryError(this.#line, 'the line ends inside an object that begins with "#<".');
      }
    } while (depth > 0);
    this.#at++;
    return this.#text.slice(from, this.#at);
  }

  /** True for `#name …`, `#[…]` and the like, where what follows is the data. */
  #isTag(): boolean {
    const next = this.#text.charAt(this.#at + 1);
    return next !== '{' && next !== '"' && next !== '#' && next !== '<';
  }

  #readCharacter(): Value {
    const from = ++this.#at;
    this.#at++;
    this.#skipWord();
    const name = this.#text.slice(from, this.#at);
    if (/^u[0-9a-fA-F]{4}$/.test(name)) return String.fromCharCode(parseInt(name.slice(1), 16));
    return NAMED_CHARACTERS[name] ?? name;
  }

  #readText(): string {
    const { text, end, line } = readQuoted(this.#text, this.#at, this.#line);
    this.#at = end;
    this.#line = line;
    return text;
  }

  #readWord(): Value {
    const code = this.#text.charCodeAt(this.#at);
    if (code >= ZERO && code <= NINE) {
      const digits = this.#readDigits();
      if (digits !== undefined) return digits;
    }
    const word = this.#word();
    if (word === '') throw new HistoryError(this.#line, `expected data, but found ${this.#here()}.`);
    if (code === COLON && !this.#isJson) return word.slice(1);
    switch (word) {
      case 'nil':
      case 'null':
        return null;
      case 'true':
        return true;
      case 'false':
        return false;
    }
    const number = numberOf(word);
    if (number !== undefined) return number;
    if (this.#isJson) {
      throw new HistoryError(this.#line, `expected JSON, but found ${show(word)}.`);
    }
    return word;
  }

  /** Short runs of digits, which most words are; undefined, and nothing read, for every other number. */
  #readDigits(): number | undefined {
    let number = 0;
    let at = this.#at;
    for (; at - this.#at < 15; at++) {
      const code = this.#text.charCodeAt(at);
      if (code >= ZERO && code <= NINE) {
        number = number * 10 + code - ZERO;
      } else if (Number.isNaN(code) || ENDS_WORD[code] === 1) {
        this.#at = at;
        return number;
      } else {
        return undefined;
      }
    }
    return undefined;
  }

  #word(): string {
    const from = this.#at;
    this.#skipWord();
    return this.#text.slice(from, this.#at);
  }

  #skipWord(): void {
    for (let code = this.#text.charCodeAt(this.#at); code >= 0; code = this.#text.charCodeAt(++this.#at)) {
      if (ENDS_WORD[code] === 1 || (this.#isJson && code === COLON)) return;
    }
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === LINE_BREAK) this.#line++;
      else if (code === SEMICOLON && !this.#isJson) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
        continue;
      } else if (code === HASH && this.#text.charAt(this.#at + 1) === '_' && !this.#isJson) {
        this.#at += 2;
        this.read();
        continue;
      } else if (code !== SPACE && code !== COMMA && !(code >= TAB && code <= 13) && code !== 0xfeff) {
        return;
      }
      this.#at++;
    }
  }

  #here(): string {
    const here = this.#text.slice(this.#at, this.#at + 20);
    return here === '' ? 'the end of the file' : show(here);
  }
}

const show = (value: Value): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
