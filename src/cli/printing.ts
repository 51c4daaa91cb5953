import pc from 'picocolors';
import type { TerminalOptions } from '../../reports/terminal.js';

/** How verdicts are printed here: in colour where that is wanted, and as wide as the terminal is. */
export const printing: TerminalOptions = {
  colour: pc.isColorSupported,
  ...(process.stdout.columns && { width: Math.min(process.stdout.columns, 120) }),
};
