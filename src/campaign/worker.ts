// A thread of a `SeedPool`: runs the seeds that it is sent.
export { runSeed as default } from './run-seed.js';
