/**
 * Ties the words of every anomaly to its picture: pointing at an operation lights it up wherever it is named, and the
 * arrow keys or two buttons go through the operations one by one.
 */
export function addProofs(): void {
  for (const article of document.querySelectorAll<HTMLElement>('article.anomaly')) {
    lightUp(article);
    addSteps(article);
  }
}

const nameOf = (target: EventTarget | null): string | undefined =>
  (target as Element | null)?.closest<HTMLElement>('[data-operation]')?.getAttribute('data-operation') ??
  undefined;

function lightUp(article: HTMLElement): void {
  const light = (name: string | undefined): void => {
    for (const lit of article.querySelectorAll('.lit')) lit.classList.remove('lit');
    if (name === undefined) return;
    for (const one of article.querySelectorAll(`[data-operation="${CSS.escape(name)}"]`))
      one.classList.add('lit');
  };
  article.addEventListener('pointerover', ({ target }) => light(nameOf(target)));
  article.addEventListener('focusin', ({ target }) => light(nameOf(target)));
  article.addEventListener('pointerleave', () => light(undefined));
  article.addEventListener('focusout', () => light(undefined));
}

function addSteps(article: HTMLElement): void {
  const place = article.querySelector<HTMLElement>('.picture');
  const bars = [...(place?.querySelectorAll<SVGElement>('.bar') ?? [])];
  if (!place || bars.length < 2) return;
  const parts = [...place.querySelectorAll<SVGElement>('[data-step]')];
  const words = document.createElement('span');
  words.setAttribute('role', 'status');
  let step = bars.length;
  const show = (next: number): void => {
    step = Math.min(bars.length, Math.max(0, next));
    const whole = step === bars.length;
    for (const part of parts) {
      const at = Number(part.getAttribute('data-step'));
      part.classList.toggle('later', at > step);
      part.classList.toggle('now', !whole && at === step && part.classList.contains('bar'));
    }
    words.textContent = whole
      ? `All ${bars.length} operations. Step through them with the arrow keys.`
      : `${step + 1} of ${bars.length}: ${bars[step]?.querySelector('title')?.textContent ?? ''}`;
    const bar = bars[step] as SVGGraphicsElement | undefined;
    if (bar) {
      const { x, width } = bar.getBBox();
      if (x < place.scrollLeft || x + width > place.scrollLeft + place.clientWidth) place.scrollLeft = x - 90;
    }
  };
  const bar = document.createElement('p');
  bar.className = 'steps';
  bar.append(
    button('‹', 'Step back', () => show(step - 1)),
    button('›', 'Step forward', () => show(step === bars.length ? 0 : step + 1)),
    words,
  );
  place.before(bar);
  show(step);
  for (const element of [place, bar]) {
    element.addEventListener('keydown', (event) => {
      const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (way === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      show(way === 1 && step === bars.length ? 0 : step + way);
    });
  }
}

function button(text: string, label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.setAttribute('aria-label', label);
  made.addEventListener('click', press);
  return made;
}
