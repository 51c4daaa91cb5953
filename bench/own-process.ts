import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Longer than any measurement that keeps its bounds. */
const LIMIT_MS = 120_000;

/**
 * Runs a script beside this one in a process of its own, where nothing is warm, and reads the JSON that it prints.
 * @throws Error when it fails, takes two minutes or runs out of memory
 */
export async function inOwnProcess<Result>(script: string, argument: string): Promise<Result> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const flags = ['--max-old-space-size=8192'];
  const { stdout } = await run(process.execPath, [...flags, path, argument], { timeout: LIMIT_MS });
  return JSON.parse(stdout) as Result;
}

/**
 * Mebibytes that this process has taken at most, Node and the history included. What a check takes by itself cannot be
 * told apart, since it uses memory again that the making of the history has left.
 */
export const peakMemoryMb = (): number => process.resourceUsage().maxRSS / 1024;
