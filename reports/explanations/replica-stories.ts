import { counted } from '../quantity.js';
import { say, strong } from './sentence.js';
import type { Story } from './session-stories.js';
import { openingActor, returnedBy, type Telling, theActor } from './telling.js';

/** In the end two replicas hold different things. */
export function divergedReplicas(telling: Telling): Story | undefined {
  const [one, other] = telling.operations.filter(({ f }) => f === 'inspect');
  if (!one || !other) return undefined;
  const { key } = telling.anomaly;
  return {
    sentence: say`After every fault had healed and some quiet had passed, ${theActor(one)} held ${telling.pair(returnedBy(one, key), one)}, but ${theActor(other)} held ${telling.pair(returnedBy(other, key), other)}: ${strong('the replicas have not come together.')}`,
  };
}

/** Two replicas had received the same, and show different things. */
export function unequalReplicas(telling: Telling): Story {
  const node = telling.fact('node') as string;
  const other = telling.fact('otherNode') as string;
  const received = counted(Number(telling.fact('received')), 'write');
  return {
    sentence: say`Replicas ${node} and ${other} had received the same ${received} of ${telling.key}, but then ${node} held ${telling.pair(telling.fact('here'))}, and ${other} ${telling.pair(telling.fact('there'))}: ${strong('what a replica shows depends on the order in which it hears of writes.')}`,
  };
}

/** A replica has taken in a write, but not what its client had written or read before. */
export function incompleteReplica(telling: Telling): Story | undefined {
  const first = telling.operations[0];
  const write = telling.operations.at(-1);
  const by = telling.operations.length > 2 ? telling.operations[1] : first;
  if (!first || !by || !write) return undefined;
  const node = telling.fact('node') as string;
  const what = telling.pair(telling.fact('missing'), first);
  const outcome = telling.fact('misplaced')
    ? say`the replicas count ${what} as the newer one: ${strong('they keep the two in the wrong order.')}`
    : say`at ${telling.at(Number(telling.fact('atMs')) * 1e6)} replica ${node} had taken in the second, but held something older than ${what}: ${strong('it had the later write without what came before.')}`;
  return {
    sentence: say`${openingActor(by)} ${by === first ? 'wrote' : 'read'} ${what}, and then wrote ${telling.pair(write.input, write, write.key)}. But ${outcome}`,
  };
}

/** Nobody answers although nothing is broken any more. */
export function stuckOperation(telling: Telling): Story | undefined {
  const [operation] = telling.operations;
  if (!operation) return undefined;
  const attempts = Number(telling.fact('attempts'));
  const seconds = `${(Number(telling.fact('waitedMs')) / 1000).toFixed(1)} s`;
  const outcome =
    attempts > 1
      ? `Asked ${counted(attempts, 'time')}, the node had not served it ${seconds} later`
      : `That took ${seconds}`;
  return {
    sentence: say`All faults had long healed when ${theActor(operation)} invoked ${telling.what(operation)} at ${telling.at(operation.invokedAt)}. ${outcome}: ${strong('the system has not recovered.')}`,
  };
}
