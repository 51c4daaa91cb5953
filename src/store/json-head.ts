/**
 * The members of a JSON object that its beginning holds in full: of a plan of many megabytes what comes before its clients.
 * @param text the beginning of the object's text, or all of it
 * @returns undefined when it does not begin as an object
 */
export function membersAtHead(text: string): Readonly<Record<string, unknown>> | undefined {
  let at = skipSpace(text, 0);
  if (text[at] !== '{') return undefined;
  const members: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  at = skipSpace(text, at + 1);
  while (text[at] === '"') {
    const colon = skipSpace(text, endOfValue(text, at));
    if (text[colon] !== ':') return members;
    const start = skipSpace(text, colon + 1);
    const end = endOfValue(text, start);
    // What follows tells that the value is whole: `12` may be the beginning of `123`.
    const next = skipSpace(text, end);
    if (text[next] !== ',' && text[next] !== '}') return members;
    try {
      members[JSON.parse(text.slice(at, endOfValue(text, at))) as string] = JSON.parse(
        text.slice(start, end),
      );
    } catch {
      return members;
    }
    at = skipSpace(text, next + 1);
  }
  return members;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

/** Where the value ends that begins here; the text's end if it does not end in it. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const character = text[at] as string;
    if (character === '"') at = endOfString(text, at);
    else if (character === '{' || character === '[') {
      depth++;
      at++;
    } else if (character === '}' || character === ']') {
      if (depth === 0) return at;
      depth--;
      at++;
    } else if (depth === 0 && (character === ',' || character === ':' || character <= ' ')) return at;
    else {
      at++;
      continue;
    }
    if (depth === 0) return at;
  }
  return at;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}
