import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import Docker from 'dockerode';

/** The tests' own connection to the engine. */
export const docker = new Docker();

/** A command that runs in a container. */
export interface RunningCommand {
  /** Resolves when it has printed its first line. */
  readonly begun: Promise<void>;
  /** Writes to its standard input. */
  readonly tell: (text: string) => void;
  /** What it printed, once it has ended; rejects when it failed. */
  readonly printed: Promise<string>;
}

/** Starts a command in a container. */
export async function runIn(container: string, command: readonly string[]): Promise<RunningCommand> {
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...command], AttachStdin: true, AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({ hijack: true, stdin: true });
  const output = new PassThrough();
  docker.modem.demuxStream(stream, output, output);
  stream.on('end', () => output.end());
  const ended = async (): Promise<string> => {
    const printed = await text(output);
    const { ExitCode } = await exec.inspect();
    if (ExitCode !== 0) throw new Error(`${command.join(' ')} ended with ${ExitCode}: ${printed}`);
    return printed;
  };
  return {
    begun: new Promise((resolve) => stream.once('data', () => resolve())),
    tell: (line) => stream.write(line),
    printed: ended(),
  };
}

/** Runs a command in a container; resolves with what it printed. */
export async function execIn(container: string, command: readonly string[]): Promise<string> {
  return (await runIn(container, command)).printed;
}

/** What of a run there is in Docker: names of containers and networks. */
export async function inDocker(runId: string): Promise<string[]> {
  const filters = JSON.stringify({ label: [`splitbrain.run=${runId}`] });
  const containers = await docker.listContainers({ all: true, filters });
  const networks = await docker.listNetworks({ filters });
  return [...containers.flatMap(({ Names }) => Names), ...networks.map(({ Name }) => Name)].sort();
}
