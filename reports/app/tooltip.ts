/** A small box that follows the pointer. */
export class Tooltip {
  readonly #box: HTMLDivElement;

  constructor() {
    this.#box = document.createElement('div');
    this.#box.className = 'tooltip';
    this.#box.hidden = true;
    this.#box.setAttribute('role', 'status');
    document.body.append(this.#box);
  }

  /**
   * @param lines the first is the title
   * @param x CSS pixels in the window
   */
  show(lines: readonly string[], x: number, y: number): void {
    this.#box.replaceChildren(
      ...lines.map((text, at) => {
        const line = document.createElement(at === 0 ? 'strong' : 'span');
        line.textContent = text;
        return line;
      }),
    );
    this.#box.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.#box;
    const left = x + 14 + width > innerWidth - 8 ? x - 14 - width : x + 14;
    const top = y + 16 + height > innerHeight - 8 ? y - 12 - height : y + 16;
    this.#box.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, top)}px)`;
  }

  hide(): void {
    this.#box.hidden = true;
  }
}
