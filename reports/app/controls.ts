import { type RowKind, rowKinds } from './rows.js';
import { searchFields } from './search.js';
import type { RunData } from './run-data.js';
import { formatCount } from '../quantity.js';
import { operationColour, theme } from './theme.js';
import type { View } from './view.js';

/** More keys than this are not listed one by one. */
const MAX_KEYS = 500;

/** What the buttons and fields lead to. */
export interface Choices {
  /** Called with a key's number, or undefined for all keys. */
  readonly chooseKey: (key: number | undefined) => void;
  readonly chooseRows: (rows: RowKind) => void;
  readonly search: (query: string) => void;
  /** Brings into view what was found. */
  readonly showFound: () => void;
  readonly clear: () => void;
}

/** The bar of buttons over the pictures. */
export class Controls {
  readonly element: HTMLElement;
  readonly #keys: HTMLSelectElement;
  readonly #clear: HTMLButtonElement;
  readonly #view: View;
  readonly #rows: HTMLSelectElement;
  readonly #query: HTMLInputElement;
  readonly #count: HTMLElement;

  constructor(data: RunData, view: View, { chooseKey, chooseRows, search, showFound, clear }: Choices) {
    this.#view = view;
    this.element = element('div', 'controls');
    const zoom = element('div', 'buttons');
    zoom.append(
      button('−', 'Zoom out', () => view.zoom(1 / 0.5)),
      button('+', 'Zoom in', () => view.zoom(0.5)),
      button('Whole run', 'Show the whole run', () => view.glide(0, view.end)),
    );
    this.#keys = document.createElement('select');
    this.#keys.append(new Option('all keys', ''));
    for (const [number, name] of data.keyNames.slice(0, MAX_KEYS).entries()) {
      this.#keys.append(new Option(name, String(number)));
    }
    this.#keys.addEventListener('change', () =>
      chooseKey(this.#keys.value === '' ? undefined : Number(this.#keys.value)),
    );
    const keys = element('label', 'keys');
    keys.append('Highlight ', this.#keys);
    this.#rows = document.createElement('select');
    this.#rows.append(...rowKinds.map((kind) => new Option(kind, kind)));
    this.#rows.addEventListener('change', () => chooseRows(this.#rows.value as RowKind));
    const rows = element('label', 'keys');
    rows.append('A row for each ', this.#rows);
    this.#query = document.createElement('input');
    this.#query.type = 'search';
    this.#query.placeholder = 'key:x value:17 node:n1';
    this.#query.title = `Words that must all fit: any text, or ${searchFields.map((field) => `${field}:…`).join(', ')}. Enter shows what was found.`;
    this.#query.addEventListener('input', () => search(this.#query.value));
    this.#query.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') showFound();
    });
    const query = element('label', 'keys');
    query.append('Search ', this.#query);
    this.#count = element('span', 'found');
    this.#count.setAttribute('role', 'status');
    this.#clear = button('Clear selection', 'Clear selection', clear);
    this.#clear.className = 'clear';
    this.element.append(zoom, keys, rows, query, this.#count, this.#clear, legend(data));
    this.update('client', '');
  }

  /** Shows what is chosen. */
  update(rows: RowKind, query: string): void {
    const { key, spotlight, selected, found } = this.#view;
    this.#rows.value = rows;
    if (this.#query.value !== query) this.#query.value = query;
    const count = found?.reduce((sum, one) => sum + one, 0);
    this.#count.textContent = count === undefined ? '' : `${formatCount(count)} found`;
    this.#keys.value = key === undefined ? '' : String(key);
    this.#clear.hidden = key === undefined && spotlight.size === 0 && selected === undefined && query === '';
  }
}

function legend(data: RunData): HTMLElement {
  const list = element('ul', 'legend');
  const colours = new Set(data.kinds.map((kind) => operationColour(kind)));
  const entries: (readonly [string, string])[] = [];
  if (colours.has(theme().write)) entries.push(['write', 'write']);
  if (colours.has(theme().read)) entries.push(['read', 'read']);
  if (colours.has(theme().other)) entries.push(['other', 'other']);
  entries.push(['fail', 'failed'], ['info', 'unknown outcome']);
  if (data.marked.includes(1)) entries.push(['mark', 'in an anomaly']);
  for (const [name, text] of entries) {
    const item = document.createElement('li');
    item.append(element('i', name), text);
    list.append(item);
  }
  return list;
}

function button(text: string, label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.setAttribute('aria-label', label);
  made.title = label;
  made.addEventListener('click', press);
  return made;
}

function element(tag: string, name: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}
