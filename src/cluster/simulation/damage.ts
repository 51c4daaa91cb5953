import type { Body } from '../../replica/message.js';

/**
 * What is left of a message when one bit of it was flipped on the way, for a receiver that does not look at checksums;
 * undefined when nobody could read it.
 * @param unit uniform in [0, 1): where
 */
export function damaged(body: Body, unit: () => number): Body | undefined {
  const text = JSON.stringify(body);
  const place = Math.floor(unit() * text.length);
  const flipped = String.fromCharCode(text.charCodeAt(place) ^ (1 << Math.floor(unit() * 4)));
  try {
    const read: unknown = JSON.parse(text.slice(0, place) + flipped + text.slice(place + 1));
    if (typeof read !== 'object' || read === null) return undefined;
    // Names that nobody knows are refused; other values are believed.
    const names = Object.keys(read).sort().join();
    return names === Object.keys(body).sort().join() && (read as Body).type === body.type
      ? (read as Body)
      : undefined;
  } catch {
    return undefined;
  }
}
