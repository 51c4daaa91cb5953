/** Makes the logs searchable. */
export function addLogs(): void {
  const section = document.getElementById('logs');
  const field = document.getElementById('log-search') as HTMLInputElement | null;
  const count = document.getElementById('log-count');
  if (!section || !field || !count) return;
  const lines = [...section.querySelectorAll<HTMLElement>('li')].map((line) => ({
    line,
    text: (line.textContent ?? '').toLowerCase(),
  }));
  field.addEventListener('input', () => {
    const wanted = field.value.trim().toLowerCase();
    let found = 0;
    for (const { line, text } of lines) {
      line.hidden = wanted !== '' && !text.includes(wanted);
      if (!line.hidden) found++;
    }
    count.textContent = wanted === '' ? '' : `${found} of ${lines.length} lines`;
  });
}
