import { docker, runIn } from './inspect-docker.js';

/**
 * Run in a container: told to go, says its name to every other node, several times, and prints whom it heard. By
 * datagrams, because a connection cut in one direction goes silent in both.
 */
const prober = `
  const [self, peers] = JSON.parse(process.argv[1]);
  const socket = require('node:dgram').createSocket('udp4');
  const heard = new Set();
  socket.on('message', (name) => heard.add(name.toString()));
  socket.bind(9999, () => console.log('listening'));
  process.stdin.once('data', () => {
    for (let round = 0; round < 3; round++) {
      setTimeout(() => {
        for (const host of Object.values(peers)) socket.send(self, 9999, host, () => {});
      }, round * 100);
    }
    setTimeout(() => {
      console.log(JSON.stringify([...heard].sort()));
      process.exit();
    }, 500);
  });
`;

async function addressesOf(runId: string): Promise<Map<string, string>> {
  const { Containers = {} } = (await docker.getNetwork(`splitbrain-${runId}`).inspect()) as {
    Containers?: Record<string, { Name: string; IPv4Address: string }>;
  };
  return new Map(
    Object.values(Containers).map(({ Name, IPv4Address }) => [
      Name.slice(`splitbrain-${runId}-`.length),
      IPv4Address.replace(/\/.*/, ''),
    ]),
  );
}

/** Whom each node of a run hears, found out from inside the containers. */
export async function whoHearsWhom(runId: string): Promise<Record<string, string[]>> {
  const addresses = await addressesOf(runId);
  const nodes = [...addresses.keys()].sort();
  const probers = await Promise.all(
    nodes.map((node) => {
      const peers = Object.fromEntries([...addresses].filter(([peer]) => peer !== node));
      const argument = JSON.stringify([node, peers]);
      return runIn(`splitbrain-${runId}-${node}`, ['node', '-e', prober, argument]);
    }),
  );
  await Promise.all(probers.map(({ begun }) => begun));
  for (const { tell } of probers) tell('go\n');
  const printed = await Promise.all(probers.map((prober) => prober.printed));
  const heard = printed.map((text) => JSON.parse(text.replace('listening\n', '')) as string[]);
  return Object.fromEntries(nodes.map((node, at) => [node, heard[at] ?? []]));
}
