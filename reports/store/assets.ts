import { readBuilt } from '../page/assets.js';

/** What the pages of a store load from their own server. */
export interface StoreAssets {
  readonly script: string;
  readonly style: string;
  readonly icon: string;
}

let loaded: StoreAssets | undefined;

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M3 8a5 5 0 0 1 4.5-5v10A5 5 0 0 1 3 8z" fill="#5b5fd6"/><path d="M13 8a5 5 0 0 1-4.500 5V3A5 5 0 0 1 13 8z" fill="#d0364a"/></svg>';

/**
 * Reads what the build made of `reports/store/app`.
 * @throws Error when it has not been built
 */
export function storeAssets(): StoreAssets {
  loaded ??= { script: readBuilt('store.js'), style: readBuilt('store.css'), icon };
  return loaded;
}
