import { addCopyButtons } from './copy-buttons.js';
import { Explorer } from './explorer.js';
import { Logs } from './logs.js';
import { addProofs } from './proof.js';
import { readRunData } from './run-data.js';
import { scrollToTimeline } from './scroll-to-timeline.js';

/** Turns the page alive: everything else on it can be read without this. */
async function main(): Promise<void> {
  addCopyButtons();
  addProofs();
  const parent = document.getElementById('explorer');
  const source = document.getElementById('run-data');
  if (!parent || !source) return;
  const explorer = new Explorer(parent, await readRunData(source.textContent ?? ''));
  addOperationLinks(explorer);
  const section = document.getElementById('logs');
  if (section) {
    const logs = new Logs(section);
    explorer.onRest((stretch) => logs.align(stretch));
  }
  addMomentLinks(explorer);
  await explorer.settled();
  document.documentElement.dataset['ready'] = 'true';
}

/** Operations named in the text are shown in the timeline when they are clicked. */
function addOperationLinks(explorer: Explorer): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest('a[data-operation], a[data-operations]');
    const names = link?.getAttribute('data-operations') ?? link?.getAttribute('data-operation');
    if (!names) return;
    event.preventDefault();
    explorer.show(names.split(' ').map(Number));
    scrollToTimeline();
  });
}

/** Times of what nodes said are shown in the timeline when they are clicked. */
function addMomentLinks(explorer: Explorer): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest('a[data-time]');
    if (!link) return;
    event.preventDefault();
    explorer.showMoment(Number(link.getAttribute('data-time')));
  });
}

main().catch((error: unknown) => {
  const parent = document.getElementById('explorer');
  if (parent) parent.textContent = `The timeline could not be drawn: ${String(error)}`;
});
