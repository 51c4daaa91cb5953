import type { History, Operation } from '../src/history/operation.js';
import type { Value } from '../src/history/event.js';
import type { Sight } from './experiment.js';

/** In a history of conversations (the workload `question-answer`) somebody hears an answer without the question that it answers. */
export const answerFirst: Sight = {
  what: 'an answer is heard without its question',
  isSeen: (history) => heard(history).some(isWithoutQuestion),
};

/** An answer as somebody heard it, with what he heard of the question at once or thereafter. */
interface Heard {
  /** The write of the question that was answered. */
  readonly answered: Operation;
  /** The write of the question that was heard; undefined where there was none yet. */
  readonly question: Operation | undefined;
}

/** It is missing, or an older one stands in its place. */
function isWithoutQuestion({ answered, question }: Heard): boolean {
  return question === undefined || question.completedIndex < answered.index;
}

function heard({ operations }: History): Heard[] {
  const writes = new Map<string, Operation>();
  /** By the index of an answer's write. */
  const answered = new Map<number, Operation>();
  const before = new Map<number, Operation>();
  const found: Heard[] = [];
  const name = (key: string, value: Value | undefined): string => JSON.stringify([key, value]);
  const hear = (
    answer: string,
    said: Value | undefined,
    question: string,
    asked: Value | undefined,
  ): void => {
    const write = writes.get(name(answer, said));
    const which = write && answered.get(write.index);
    if (which) found.push({ answered: which, question: writes.get(name(question, asked)) });
  };
  // What a read returned may have been written while it ran.
  for (const operation of operations) {
    if (operation.f === 'write') writes.set(name(operation.key ?? '', operation.input), operation);
  }
  for (const operation of operations) {
    const { process, f, key = '', output, type } = operation;
    const previous = before.get(process);
    before.set(process, operation);
    if (f === 'write') {
      const asked = questionOf(key);
      if (asked === undefined || previous?.f !== 'read' || previous.key !== asked) continue;
      const question = writes.get(name(asked, previous.output));
      if (question) answered.set(operation.index, question);
    } else if (f === 'multi-read' && type === 'ok') {
      const values = output as Readonly<Record<string, Value>>;
      for (const [answer, said] of Object.entries(values)) {
        const question = questionOf(answer);
        if (question !== undefined) hear(answer, said, question, values[question]);
      }
    } else if (f === 'read' && type === 'ok' && previous?.f === 'read' && previous.type === 'ok') {
      const answer = previous.key ?? '';
      if (key === questionOf(answer)) hear(answer, previous.output, key, output);
    }
  }
  return found;
}

const questionOf = (key: string): string | undefined =>
  key.endsWith('/answer') ? key.replace(/answer$/, 'question') : undefined;
