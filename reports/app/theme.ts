const names = [
  'text',
  'muted',
  'faint',
  'line',
  'hairline',
  'surface',
  'read',
  'write',
  'other',
  'ok',
  'fail',
  'info',
  'accent',
  'on-bar',
  'fault-partition',
  'fault-clock',
  'fault-kill',
  'fault-pause',
  'fault-other',
] as const;

/** The page's colours, as the style sheet has them under the present scheme, for drawing on a canvas. */
export type Theme = Readonly<Record<(typeof names)[number], string>> & {
  /** The family of names and numbers; `sans` that of sentences. */
  readonly font: string;
  readonly sans: string;
  /** How wide a character of `font` is at 11 pixels. */
  readonly character: number;
};

let current: Theme | undefined;

/** The colours of the present scheme. */
export function theme(): Theme {
  if (current) return current;
  const style = getComputedStyle(document.documentElement);
  const colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  const font = style.getPropertyValue('--mono').trim();
  const probe = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
  probe.font = `11px ${font}`;
  current = {
    ...(colours as Record<(typeof names)[number], string>),
    font,
    sans: style.getPropertyValue('--sans').trim(),
    character: probe.measureText('x').width,
  };
  return current;
}

/** Calls back when the system changes between light and dark, and when the page is printed, which is always light. */
export function onThemeChange(listener: () => void): void {
  for (const query of ['(prefers-color-scheme: dark)', 'print']) {
    matchMedia(query).addEventListener('change', () => {
      current = undefined;
      listener();
    });
  }
}

const knownFaults = new Set(['partition', 'clock', 'kill', 'pause']);

/** The colour of a kind of fault. */
export function faultColour(kind: string): string {
  return theme()[(knownFaults.has(kind) ? `fault-${kind}` : 'fault-other') as (typeof names)[number]];
}

/** The colour of a kind of operation. */
export function operationColour(f: string | undefined): string {
  if (f === 'write') return theme().write;
  return f === 'read' || f === 'multi-read' ? theme().read : theme().other;
}
