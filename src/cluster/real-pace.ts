/**
 * Real time for the loop that drives a simulation, which must make room for the rest of the program now and then. Taken
 * when the module loads, because simulated code runs while the globals throw; nothing simulated may depend on it.
 */
export const realNowMs: () => number = performance.now.bind(performance);

const immediately = setImmediate;

/** Lets the program do what else it has to do. */
export function realPause(): Promise<void> {
  return new Promise((resume) => immediately(resume));
}
