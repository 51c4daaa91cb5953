/** Something about Docker that the user has to mend; the message is a sentence that says how. */
export class DockerError extends Error {
  override readonly name: string = 'DockerError';
}

/** The HTTP status with which the engine refused, if that is what the error is. */
export function statusOf(error: unknown): number | undefined {
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}

/** What the engine itself said, without dockerode's preface. */
export function engineMessage(error: unknown): string {
  const { json, message } = error as { json?: { message?: unknown }; message?: unknown };
  const said = json?.message ?? message ?? error;
  return String(said)
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
}
