import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dropPackets } from './drop-rules.js';
import type { AgentLine, AgentRequest, NumberedRequest } from './protocol.js';
import { ServerProcess } from './server-process.js';

// The first process of a replica's container: the controller's hands inside. It holds the replica server as its child,
// so that the server can be killed and started again while address, rules and files stay; and it does faults within
// milliseconds, where an exec through the engine takes a hundred. It ends when the controller is gone, and with it the
// container.
//
// Usage: node agent.js <server.js> <folder for its files>

const [server, dir] = process.argv.slice(2);
if (server === undefined || dir === undefined) throw new Error('usage: agent.js <server.js> <folder>');

const configFile = join(dir, 'config.json');

function say(line: AgentLine): void {
  process.stdout.write(JSON.stringify(line) + '\n');
}

const replica = new ServerProcess({
  server,
  configFile,
  clockFile: join(dir, 'clock'),
  onExit: (pid, code, signal) => say({ event: 'exit', pid, code, signal }),
});

async function carryOut(request: AgentRequest): Promise<unknown> {
  switch (request.do) {
    case 'configure':
      writeFileSync(configFile, JSON.stringify(request.config, null, 2) + '\n');
      return null;
    case 'start':
      return { pid: replica.start() };
    case 'kill':
      await replica.kill();
      return null;
    case 'pause':
      return replica.signal('SIGSTOP');
    case 'resume':
      return replica.signal('SIGCONT');
    case 'drop':
      dropPackets(request.drops);
      return null;
    case 'clock':
      replica.setClock(request.setting);
      return null;
  }
}

/** One after the other, although some wait. */
let last = Promise.resolve();

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { id, ...request } = JSON.parse(line) as NumberedRequest;
    last = last.then(async () => {
      try {
        say({ id, result: await carryOut(request) });
      } catch (error) {
        say({ id, error: (error as Error).message });
      }
    });
  })
  // The controller is gone. As the first process's end is the container's, the server goes too.
  .on('close', () => process.exit(0));

// The first process of a container gets no default handlers.
process.on('SIGTERM', () => process.exit(0));
// Nobody hears it any more; standard input says so too.
process.stdout.on('error', () => process.exit(0));

say({ event: 'hello', node: process.version });
