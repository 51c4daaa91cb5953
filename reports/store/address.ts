/** Where a file or a folder of the store is served. */
export function fileAddress(path: string): string {
  return `/files/${encodePath(path)}`;
}

/** Where the page of a campaign is served that shows how it is going. */
export function liveAddress(path: string): string {
  return `/live/${encodePath(path)}`;
}

/** A path of the store as the end of an address, whatever is in its names. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
