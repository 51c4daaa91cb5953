import { type Address, parseAddress } from './address.js';

/** What a replica server is told when it starts, from JSON. */
export interface ServerConfig {
  /** This node's name: one of `nodes`. */
  readonly id: string;
  /** Where each node of the cluster is reached, this one included, in the cluster's order. */
  readonly nodes: ReadonlyMap<string, Address>;
  /** Where this server listens; by default at its own address in `nodes`. */
  readonly listen: Address;
  /** Folder for the replica's files; made if it does not exist. */
  readonly dataDir: string;
  /** File (or file: URL) of the compiled module that exports `start`; relative to the configuration file. */
  readonly module: string;
  /** Handed to the replica as they are. */
  readonly options: Record<string, unknown>;
  /**
   * True: whoever started the server holds its standard input, and the server ends when that is closed; interrupts from
   * the terminal are left to that supervisor.
   */
  readonly supervised: boolean;
}

const fields = ['id', 'nodes', 'listen', 'dataDir', 'module', 'options', 'supervised'];

/** What is wrong with a configuration. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a server's configuration. Written by hand, because the server runs in containers without node_modules.
 * @throws ConfigError saying which field is wrong, what was expected and what came
 */
export function parseServerConfig(json: string): ServerConfig {
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch (error) {
    throw new ConfigError(`The configuration is not JSON: ${(error as Error).message}`);
  }
  if (!isRecord(given)) {
    throw new ConfigError(`The configuration must be an object; got ${describe(given)}.`);
  }
  const record = given;
  const unknown = Object.keys(record).filter((name) => !fields.includes(name));
  if (unknown.length > 0) {
    throw new ConfigError(
      `The configuration has unknown fields: ${unknown.join(', ')}. Known: ${fields.join(', ')}.`,
    );
  }

  const text = (name: string): string => {
    const value = record[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new ConfigError(`"${name}" must be a text that is not empty; got ${describe(value)}.`);
  };
  const address = (name: string, value: unknown): Address => {
    if (typeof value !== 'string') {
      throw new ConfigError(`"${name}" must be an address such as "127.0.0.1:7000"; got ${describe(value)}.`);
    }
    try {
      return parseAddress(value);
    } catch (error) {
      throw new ConfigError(`"${name}": ${(error as Error).message}`);
    }
  };

  const id = text('id');
  if (!isRecord(record['nodes'])) {
    throw new ConfigError(
      `"nodes" must be an object from names to addresses; got ${describe(record['nodes'])}.`,
    );
  }
  const nodes = new Map<string, Address>();
  for (const [name, value] of Object.entries(record['nodes']))
    nodes.set(name, address(`nodes.${name}`, value));
  const own = nodes.get(id);
  if (!own) {
    throw new ConfigError(`"id" is ${id}, which is not among the nodes: ${[...nodes.keys()].join(', ')}.`);
  }
  const options = record['options'] ?? {};
  if (!isRecord(options)) throw new ConfigError(`"options" must be an object; got ${describe(options)}.`);
  const supervised = record['supervised'] ?? false;
  if (typeof supervised !== 'boolean') {
    throw new ConfigError(`"supervised" must be true or false; got ${describe(supervised)}.`);
  }
  return {
    id,
    nodes,
    listen: record['listen'] === undefined ? own : address('listen', record['listen']),
    dataDir: text('dataDir'),
    module: text('module'),
    options,
    supervised,
  };
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}
