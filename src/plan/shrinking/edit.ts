import type { Plan } from '../plan.js';

/**
 * A way to make a plan simpler. It is applied to whatever the plan has become by then; where nothing is left for it to
 * do it returns undefined.
 */
export type Edit = (plan: Plan) => Plan | undefined;
