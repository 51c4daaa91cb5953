import { closeSync, constants, createReadStream, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { pathInside } from '../store/path-inside.js';
import { closedPolicy, commonHeaders, plain, send } from './respond.js';

const texts = new Set(['.json', '.jsonl', '.log', '.md', '.txt', '.xml', '.edn', '.js', '.css', '.svg']);

/** A report's own policy stands at its very beginning. */
const HEAD_BYTES = 4096;

/**
 * Sends a file of the store, byte by byte as it is. Whoever wrote it, it can do nothing here: all but reports is plain text or a
 * download, and a report acts in a sandbox, as a stranger to these pages, with no way to load or send anything.
 * @returns false when there is no such file, and nothing was sent
 */
export function sendStoredFile(
  response: ServerResponse,
  store: string,
  path: string,
  withBody: boolean,
): boolean {
  const real = pathInside(store, path);
  if (real === undefined) return false;
  let handle: number;
  try {
    // What has become a link since it was resolved is not followed, and a pipe does not keep us waiting.
    handle = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') return false;
    send(response, plain(403, 'This file may not be read.'), withBody);
    return true;
  }
  const status = fstatSync(handle);
  if (!status.isFile()) {
    closeSync(handle);
    return false;
  }
  const kind = extname(real).toLowerCase();
  const isPage = kind === '.html';
  response.writeHead(200, {
    ...commonHeaders,
    'Content-Type': isPage
      ? 'text/html; charset=utf-8'
      : texts.has(kind)
        ? 'text/plain; charset=utf-8'
        : 'application/octet-stream',
    'Content-Security-Policy': isPage ? reportPolicy(headOf(handle)) : closedPolicy,
    'Content-Length': status.size,
  });
  if (!withBody || status.size === 0) {
    closeSync(handle);
    response.end();
    return true;
  }
  // A file that grows meanwhile is sent as long as it was.
  const stream = createReadStream('', { fd: handle, start: 0, end: status.size - 1 });
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  stream.pipe(response);
  return true;
}

/** Names in a folder of the store, folders with a slash; undefined where there is none. */
export function namesIn(store: string, path: string): readonly string[] | undefined {
  const real = pathInside(store, path);
  if (real === undefined) return undefined;
  try {
    return readdirSync(real, { withFileTypes: true })
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort();
  } catch {
    return undefined;
  }
}

/** Only the script and the style that the report itself names by their hashes, and these in a sandbox. */
export function reportPolicy(head: string): string {
  const [, own = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(head) ?? [];
  const hashes = (directive: string): string => {
    const [, sources = ''] = new RegExp(`(?:^|;)\\s*${directive} ([^;]*)`).exec(decoded(own)) ?? [];
    const known = sources.split(' ').filter((source) => /^'sha256-[A-Za-z0-9+/]{43}='$/.test(source));
    return known.length > 0 ? known.join(' ') : "'none'";
  };
  return [
    "default-src 'none'",
    `script-src ${hashes('script-src')}`,
    `style-src ${hashes('style-src')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    'sandbox allow-scripts',
  ].join('; ');
}

const decoded = (attribute: string): string => attribute.replaceAll('&#39;', "'").replaceAll('&amp;', '&');

function headOf(handle: number): string {
  const buffer = Buffer.alloc(HEAD_BYTES);
  return buffer.toString('utf8', 0, readSync(handle, buffer, 0, HEAD_BYTES, 0));
}
