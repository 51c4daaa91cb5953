import type { Stretch } from './explorer.js';

/** A line of a log in the page. */
interface Line {
  readonly element: HTMLElement;
  readonly list: HTMLElement;
  /** As it is searched. */
  readonly text: string;
  /** Nanoseconds; of a line that does not say, those of the line before. */
  readonly at: number;
}

/** The logs of the page: searched, in one list or one for each node, and in step with the timeline. */
export class Logs {
  readonly #lines: readonly Line[];
  readonly #lists: readonly HTMLElement[];
  #stretch: Stretch | undefined;
  readonly #together = document.createElement('ol');

  /** Takes over the logs that stand in a section. */
  constructor(section: HTMLElement) {
    const logs = [...section.querySelectorAll<HTMLElement>('.log')];
    this.#lists = logs.map((log) => log.querySelector('ol') as HTMLElement);
    this.#lines = logs.flatMap(linesOf);
    this.#together.tabIndex = 0;
    this.#together.setAttribute('aria-label', 'Logs of all nodes in order of time');
    const box = document.createElement('div');
    box.className = 'log together';
    box.hidden = true;
    box.append(this.#together);
    section.append(box);
    this.#addSearch();
    if (logs.length > 1) this.#addChoice(section, logs, box);
  }

  /** Marks the lines of a stretch of time, and scrolls to the first of them; undefined: no stretch. */
  align(stretch: Stretch | undefined): void {
    this.#stretch = stretch;
    const { from, to } = stretch ?? { from: NaN, to: NaN };
    const first = new Map<HTMLElement, HTMLElement>();
    for (const { element, list, at } of this.#lines) {
      const shown = at >= from && at <= to;
      element.classList.toggle('shown', shown);
      const holder = element.parentElement ?? list;
      if (shown && !element.hidden && !first.has(holder)) first.set(holder, element);
    }
    for (const [list, element] of first) list.scrollTop = element.offsetTop - list.offsetTop - list.clientTop;
  }

  #addSearch(): void {
    const field = document.getElementById('log-search') as HTMLInputElement | null;
    const count = document.getElementById('log-count');
    field?.addEventListener('input', () => {
      const wanted = field.value.trim().toLowerCase();
      let found = 0;
      for (const { element, text } of this.#lines) {
        element.hidden = wanted !== '' && !text.includes(wanted);
        if (!element.hidden) found++;
      }
      if (count) count.textContent = wanted === '' ? '' : `${found} of ${this.#lines.length} lines`;
      this.align(this.#stretch);
    });
  }

  /** A box to tick: all in one list. */
  #addChoice(section: HTMLElement, logs: readonly HTMLElement[], together: HTMLElement): void {
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    label.append(box, ' all nodes in one list');
    section.querySelector('.search')?.append(label);
    const byTime = [...this.#lines].sort((a, b) => a.at - b.at);
    box.addEventListener('change', () => {
      if (box.checked) this.#together.append(...byTime.map(({ element }) => element));
      else {
        for (const list of this.#lists) {
          list.append(...this.#lines.filter((line) => line.list === list).map(({ element }) => element));
        }
      }
      together.hidden = !box.checked;
      for (const log of logs) log.hidden = box.checked;
      this.align(this.#stretch);
    });
  }
}

function linesOf(log: HTMLElement): Line[] {
  const node = log.dataset['node'] ?? '';
  const list = log.querySelector('ol') as HTMLElement;
  let at = 0;
  return [...log.querySelectorAll<HTMLElement>('li')].map((element) => {
    const time = element.querySelector('[data-time]')?.getAttribute('data-time');
    if (time) at = Number(time);
    element.dataset['node'] = node;
    return { element, list, text: (element.textContent ?? '').toLowerCase(), at };
  });
}
