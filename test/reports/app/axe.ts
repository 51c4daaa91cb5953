import { createRequire } from 'node:module';

/** Where axe's code for a page is; undefined, with a word about it, where it is not installed. */
export const axePath: string | undefined = (() => {
  try {
    return createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  } catch {
    console.warn(
      '\nSKIPPED: axe did not look at the report, because it is not installed. Install it with: npm install\n',
    );
    return undefined;
  }
})();
