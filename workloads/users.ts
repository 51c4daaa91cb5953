/** The number of the user, from 0, whose device a client is: clients are dealt out one after the other. */
export function userNumber(client: number, devices: number): number {
  return Math.floor(client / devices);
}

/** That user's name: `user-1` has the first `devices` clients. */
export function userName(client: number, devices: number): string {
  return `user-${userNumber(client, devices) + 1}`;
}
