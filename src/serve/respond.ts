import type { ServerResponse } from 'node:http';

/** An answer, complete or to be streamed by whoever made it. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly policy: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What every answer says, whatever it is: a page of another site must learn and do nothing with it. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Nothing may act, load or be framed: for texts and errors. */
export const closedPolicy =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** Text for a program or a person who asked for what there is not. */
export function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    type: 'text/plain; charset=utf-8',
    policy: closedPolicy,
    body: `${text}\n`,
    headers,
  };
}

/** Sends an answer; to a `HEAD` without its body. */
export function send(
  response: ServerResponse,
  { status, type, policy, body, headers = {} }: Answer,
  withBody: boolean,
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, {
    ...commonHeaders,
    ...headers,
    'Content-Security-Policy': policy,
    'Content-Type': type,
    'Content-Length': bytes.length,
  });
  response.end(withBody ? bytes : undefined);
}
