import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** A browser that is installed here, if one is: `SPLITBRAIN_CHROMIUM` names another. */
export const chromiumPath: string | undefined = [
  process.env['SPLITBRAIN_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && path !== '' && existsSync(path));

/** Starts the browser without anything that would call home. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--disable-sync',
      '--no-first-run',
      '--no-pings',
    ],
  });
}
