const PAUSE_MS = 180;

/** Shows what is found while somebody types or chooses, and keeps it in the address. */
export function searchAsTyped(): void {
  const form = document.getElementById('filter');
  const results = document.getElementById('results');
  if (!(form instanceof HTMLFormElement) || !results) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const search = async (): Promise<void> => {
    const number = ++asked;
    const address = addressOf(form);
    const response = await fetch(address);
    const text = await response.text();
    // A later one is on its way.
    if (number !== asked || !response.ok) return;
    const found = new DOMParser().parseFromString(text, 'text/html').getElementById('results');
    if (!found) return;
    results.replaceChildren(...found.childNodes);
    history.replaceState(null, '', address);
  };
  const soon = (pauseMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      search().catch(() => form.submit());
    }, pauseMs);
  };
  form.addEventListener('input', () => soon(PAUSE_MS));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    soon(0);
  });
}

function addressOf(form: HTMLFormElement): string {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value !== '') fields.set(name, value);
  }
  return fields.size === 0 ? '/' : `/?${fields}`;
}
