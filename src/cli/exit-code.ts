/** What the command's exit says, as Jepsen's does. */
export const ExitCode = {
  valid: 0,
  invalid: 1,
  unknown: 2,
  interrupted: 130,
  badArguments: 254,
  crash: 255,
} as const;

/** The exit code of a verdict. */
export function exitCodeOf(valid: boolean | 'unknown'): number {
  if (valid === 'unknown') return ExitCode.unknown;
  return valid ? ExitCode.valid : ExitCode.invalid;
}
