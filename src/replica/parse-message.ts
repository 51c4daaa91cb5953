import type { Body, Message } from './message.js';

/** The value as a message, or the reason why it is none. */
export function parseMessage(value: unknown): Message | string {
  if (typeof value !== 'object' || value === null) return 'a line that is no object';
  const { src, dest, body } = value as { src?: unknown; dest?: unknown; body?: unknown };
  if (typeof src !== 'string' || src === '') return 'a message without "src"';
  if (typeof dest !== 'string' || dest === '') return 'a message without "dest"';
  if (typeof body !== 'object' || body === null) return 'a message without "body"';
  if (typeof (body as Body).type !== 'string') return 'a message whose body has no "type"';
  return value as Message;
}
