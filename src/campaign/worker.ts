// A thread of a `SeedPool`: runs the seeds that it is sent, and the candidates of a search.
export { runSeed as default } from './run-seed.js';
export { reproduce } from './reproduce.js';
