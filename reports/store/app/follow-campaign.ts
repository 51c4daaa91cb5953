/** Keeps the page of a campaign that is under way up to date, until it has ended. */
export function followCampaign(): void {
  const live = document.getElementById('live');
  const address = live?.dataset['events'];
  if (!live || address === undefined) return;
  const events = new EventSource(address);
  const show = ({ data }: MessageEvent): void => {
    const { html } = JSON.parse(data as string) as { html: string };
    if (html === '') return;
    const fresh = new DOMParser().parseFromString(html, 'text/html').body;
    replaceChanged(live, fresh);
  };
  events.addEventListener('progress', show);
  events.addEventListener('ended', (event) => {
    show(event);
    events.close();
    live.dataset['ended'] = 'true';
  });
}

/** Only parts that differ are replaced, so that what somebody reads or has selected in the others stays. */
function replaceChanged(live: HTMLElement, fresh: HTMLElement): void {
  const [before, after] = [[...live.children], [...fresh.children]];
  if (before.length !== after.length) {
    live.replaceChildren(...after);
    return;
  }
  for (const [at, element] of after.entries()) {
    const old = before[at];
    if (old && !old.isEqualNode(element)) old.replaceWith(element);
  }
}
