#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { StartReplica } from './host.js';
import { type RunningServer, startServer } from './real-host.js';
import { ConfigError, parseServerConfig, type ServerConfig } from './server-config.js';
import { serverExit } from './server-exit.js';

const usage = `Usage: node serve.js <config.json>   (or - for a configuration on standard input)

Runs one replica server. The configuration:
  {
    "id": "n1",
    "nodes": { "n1": "127.0.0.1:7001", "n2": "127.0.0.1:7002" },
    "listen": "0.0.0.0:7001",          default: this node's address
    "dataDir": "data/n1",
    "module": "replica.js",            exports start(host, options); relative to the configuration
    "options": {},                     handed to the replica
    "supervised": false                true: end when standard input closes
  }
Prints "ready <id> <address>" when it has recovered and listens.`;

function log(text: string): void {
  process.stdout.write(`${performance.now().toFixed(3)} ${text}\n`);
}

function end(code: number, text: string): never {
  log(text);
  process.exit(code);
}

function readConfig(argument: string | undefined): { config: ServerConfig; base: string } {
  if (argument === undefined || argument === '--help' || argument === '-h') {
    process.stdout.write(`${usage}\n`);
    process.exit(argument === undefined ? serverExit.badConfig : 0);
  }
  const path = argument === '-' ? 0 : resolve(argument);
  let json: string;
  try {
    json = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`The configuration cannot be read: ${(error as Error).message}`);
  }
  return { config: parseServerConfig(json), base: path === 0 ? process.cwd() : dirname(path) };
}

async function loadReplica(module: string, base: string): Promise<StartReplica> {
  const path = module.startsWith('file:') ? fileURLToPath(module) : module;
  const file = isAbsolute(path) ? path : resolve(base, path);
  let exported: Record<string, unknown>;
  try {
    exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw new ConfigError(`"module" ${file} cannot be loaded: ${(error as Error).stack}`);
  }
  const { start } = exported;
  if (typeof start === 'function') return start as StartReplica;
  const names = Object.keys(exported).join(', ') || 'nothing';
  throw new ConfigError(`"module" ${file} must export a function "start"; it exports ${names}.`);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return serverExit.badConfig;
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' || code === 'EADDRNOTAVAIL' ? serverExit.addressInUse : serverExit.crash;
}

async function main(): Promise<void> {
  // A reader of the log that went away must not end the server.
  process.stdout.on('error', () => {});
  process.on('uncaughtException', (error) => {
    end(serverExit.crash, `crash: ${error instanceof Error ? error.stack : String(error)}`);
  });
  let server: RunningServer | undefined;
  const stop = (why: string): void => {
    log(`stopping: ${why}`);
    server?.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  try {
    const { config, base } = readConfig(process.argv[2]);
    if (config.supervised) {
      process.on('SIGINT', () => {});
      process.stdin.on('error', () => stop('standard input broke'));
      process.stdin.on('end', () => stop('standard input was closed')).resume();
    } else {
      process.on('SIGINT', () => stop('SIGINT'));
    }
    const start = await loadReplica(config.module, base);
    server = await startServer({ config: { ...config, dataDir: resolve(base, config.dataDir) }, start, log });
    process.stdout.write(`ready ${config.id} ${server.address}\n`);
  } catch (error) {
    const known = error instanceof ConfigError;
    end(exitCodeOf(error), known ? error.message : `cannot start: ${(error as Error).stack}`);
  }
}

await main();
