/** Where a server listens or can be reached. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `host:port`; an IPv6 host stands in brackets, as in `[::1]:7000`.
 * @throws Error saying what was expected
 */
export function parseAddress(text: string): Address {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) {
    throw new Error(
      `${JSON.stringify(text)} is no address. Expected host:port, such as 127.0.0.1:7000 or [::1]:7000.`,
    );
  }
  return { host, port };
}

/** The inverse of `parseAddress`. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
