/** Keeps at most two runs ticked: a third takes the place of the one that was ticked first. */
export function chooseTwo(): void {
  const ticked: HTMLInputElement[] = [];
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.name !== 'run') return;
    const at = ticked.indexOf(target);
    if (at >= 0) ticked.splice(at, 1);
    if (target.checked) ticked.push(target);
    // A search may have taken some out of the page.
    const here = ticked.filter((box) => box.isConnected && box.checked);
    for (const box of here.slice(0, -2)) box.checked = false;
    ticked.splice(0, ticked.length, ...here.slice(-2));
  });
}
