import { thisOwner } from './owner.js';

/** On everything that splitbrain makes in Docker. */
export const LABEL = 'splitbrain';
/** On containers and networks: the run that they belong to. */
export const RUN_LABEL = 'splitbrain.run';
/** On containers and networks: the controller that made them (see `Owner`), as JSON. */
export const OWNER_LABEL = 'splitbrain.owner';
/** On containers: the node's name. */
export const NODE_LABEL = 'splitbrain.node';

/** The labels of what this process makes for a run. */
export function runLabels(runId: string): Record<string, string> {
  return { [LABEL]: 'run', [RUN_LABEL]: runId, [OWNER_LABEL]: JSON.stringify(thisOwner()) };
}
