import { DockerError } from '../cluster/docker/docker-error.js';
import { ReplicaStartError } from '../cluster/processes/replica-process.js';
import { CampaignFolderError } from '../campaign/campaign-folder.js';
import { RegressionError } from '../campaign/regression.js';
import { UnfitOperationError } from '../checkers/objects/object-history.js';
import { ImportError } from '../history/import/import-history.js';
import { HistoryError } from '../history/pair.js';
import { UnknownNameError } from '../named.js';
import { PlanError } from '../plan/parse-plan.js';
import { SettingsError } from '../run/draw-plan.js';
import { NoRunError } from '../run/run-folder.js';
import { PortError } from '../serve/serve-store.js';
import { ExitCode } from './exit-code.js';
import { InterruptedError } from './interrupt.js';

/** Mistakes of the caller, for which a stack trace would be noise. */
function isMistake(error: Error): boolean {
  const mistakes = [
    CampaignFolderError,
    HistoryError,
    ImportError,
    NoRunError,
    PlanError,
    PortError,
    RegressionError,
    SettingsError,
    UnfitOperationError,
    UnknownNameError,
  ];
  if (mistakes.some((kind) => error instanceof kind)) return true;
  return ['ENOENT', 'EISDIR', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** What to print for an error that ended the command, and the exit code. */
export function describeError(thrown: unknown): { text: string; exitCode: number } {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (error instanceof InterruptedError) return { text: error.message, exitCode: error.exitCode };
  if (isMistake(error)) return { text: error.message, exitCode: ExitCode.badArguments };
  const isSurroundings = error instanceof DockerError || error instanceof ReplicaStartError;
  return { text: isSurroundings ? error.message : (error.stack ?? error.message), exitCode: ExitCode.crash };
}
