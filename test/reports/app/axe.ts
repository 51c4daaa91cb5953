import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

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

/** As axe tells of it. */
export interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds serious in a page as it is now. It gets into the page past its policy, as the page's own scripts do not. */
export async function seriousViolations(page: Page): Promise<readonly Violation[]> {
  if (axePath === undefined) return [];
  await page.evaluate(`if (!window.axe) { ${readFileSync(axePath, 'utf8')} }`);
  const found = await page.evaluate<Violation[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html: html.slice(0, 200) })) })))`,
  );
  return found.filter(({ impact }) => ['serious', 'critical'].includes(impact));
}
