import { theme } from './theme.js';

/** A failed operation is hollow; one of unknown outcome is hatched and has no right end. */
export function drawUnfinished(
  context: CanvasRenderingContext2D,
  colour: string,
  x: number,
  top: number,
  width: number,
  height: number,
  unknown: boolean,
): void {
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * 0.22;
  context.fillRect(x, top, width, height);
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
  context.lineWidth = 1.25;
  context.beginPath();
  context.moveTo(x + width, top + 0.5);
  context.lineTo(x + 0.5, top + 0.5);
  context.lineTo(x + 0.5, top + height - 0.5);
  context.lineTo(x + width, top + height - 0.5);
  if (!unknown) context.closePath();
  context.stroke();
}

/** A small sign beneath an operation that belongs to an anomaly. */
export function drawMark(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.fillStyle = theme().fail;
  context.beginPath();
  context.moveTo(x + 1, y - 5);
  context.lineTo(x + 4.5, y + 0.5);
  context.lineTo(x - 2.5, y + 0.5);
  context.fill();
}

/** A name beside a row, cut to the room that there is. */
export function label(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  colour: string,
): void {
  context.font = `11px ${theme().font}`;
  context.textAlign = 'right';
  context.fillStyle = colour;
  context.fillText(fit(text, x - 2) ?? '', x, y);
}

/** The text, cut to a width; undefined when hardly anything of it would be left. */
export function fit(text: string, width: number): string | undefined {
  const room = Math.floor(width / theme().character);
  if (text.length <= room) return text;
  return room >= 6 ? `${text.slice(0, room - 1)}…` : undefined;
}
