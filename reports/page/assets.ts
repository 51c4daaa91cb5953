import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** The page's own code and style, built from `reports/app`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

let loaded: PageAssets | undefined;

/**
 * Reads what the build made of `reports/app`.
 * @throws Error when the page has not been built
 */
export function pageAssets(): PageAssets {
  loaded ??= { script: readBuilt('app.js'), style: readBuilt('app.css') };
  return loaded;
}

/** A file that the build made. Looks in the compiled tree, where this module is when it is compiled, and beside the sources when it is not. */
export function readBuilt(name: string): string {
  const places = [`../${name}`, `../../dist/reports/${name}`].map((path) => new URL(path, import.meta.url));
  const place = places.find((url) => existsSync(url));
  if (!place) {
    throw new Error(
      `The report's page is not built: expected dist/reports/${name}. Build it with: npm run build`,
    );
  }
  return readFileSync(place, 'utf8');
}

/** How a content security policy names a script or a style that stands in the page. */
export function policyHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
