/** What a request asks for: the parts of its path, decoded, and its query. */
export interface Asked {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

/**
 * Takes a request's target apart by hand: `URL` would resolve `..`, encoded or not, before anybody could refuse it.
 * @returns undefined when it is no plain path
 */
export function askedFor(target: string): Asked | undefined {
  const [path = '', ...rest] = target.split('?');
  if (!path.startsWith('/')) return undefined;
  try {
    const parts = path
      .slice(1)
      .split('/')
      .map((part) => decodeURIComponent(part));
    if (parts.some((part) => part.includes('/'))) return undefined;
    return { parts, query: new URLSearchParams(rest.join('?')) };
  } catch {
    // Not UTF-8, or a lone percent sign.
    return undefined;
  }
}
