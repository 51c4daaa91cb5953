import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createJiti } from 'jiti';
import { z } from 'zod';
import { SettingsError } from '../run/draw-plan.js';

const schema = z.strictObject({
  target: z.string().optional(),
  cluster: z.enum(['simulation', 'processes', 'docker']).optional(),
  nodes: z.int().positive().optional(),
  workload: z.string().optional(),
  faults: z.array(z.string()).optional(),
  seed: z.string().optional(),
  timeLimitMs: z.number().positive().optional(),
  rate: z.number().positive().optional(),
  concurrency: z.int().positive().optional(),
  options: z.record(z.string(), z.json()).optional(),
  knobs: z.record(z.string(), z.json()).optional(),
  bugs: z.array(z.string()).optional(),
  faultIntervalMs: z.number().positive().optional(),
  faultDurationMs: z.number().positive().optional(),
  operationTimeoutMs: z.number().positive().optional(),
  quietMs: z.number().nonnegative().optional(),
  minEvidence: z.int().nonnegative().optional(),
  matrix: z
    .strictObject({
      targets: z.array(z.string()).optional(),
      workloads: z.array(z.string()).optional(),
      nodes: z.array(z.int().positive()).optional(),
      options: z.array(z.record(z.string(), z.json())).optional(),
      bugs: z.array(z.array(z.string())).optional(),
    })
    .optional(),
});

/** What `splitbrain.config.ts` may export as its default: the command's options under their long names, and the matrix of `torture`. */
export type ConfigFile = z.infer<typeof schema>;

/** Gives a config file its type: `export default defineConfig({ target: 'leaderless', nodes: 3 })`. */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config;
}

const names = ['splitbrain.config.ts', 'splitbrain.config.js', 'splitbrain.config.mjs'];

/**
 * Loads the given config file, or the one in the working directory, if there is one.
 * @throws SettingsError when a named file is missing, does not load, or holds what is no option
 */
export async function loadConfigFile(named?: string): Promise<ConfigFile> {
  const file = named ?? names.find((name) => existsSync(name));
  if (file === undefined) return {};
  const path = resolve(file);
  if (!existsSync(path)) throw new SettingsError(`There is no config file ${file}.`);
  let exported: unknown;
  try {
    exported = await createJiti(import.meta.url).import(path, { default: true });
  } catch (error) {
    throw new SettingsError(`${file} does not load: ${(error as Error).message}`);
  }
  const result = schema.safeParse(exported);
  if (!result.success) {
    throw new SettingsError(
      `${file} must export its options as the default:\n${z.prettifyError(result.error)}\nOptions: ${Object.keys(schema.shape).join(', ')}.`,
    );
  }
  return result.data;
}
