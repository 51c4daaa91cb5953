/** What simulated code must take from its Host instead, by the name of the global. */
const remedies: Readonly<Record<string, string>> = {
  Date: 'host.clock.wall()',
  performance: 'host.clock.monotonic()',
  setTimeout: 'host.after()',
  setInterval: 'host.after()',
  setImmediate: 'host.after()',
  queueMicrotask: 'a plain call',
  fetch: 'host.send()',
  crypto: 'host.random()',
};

/** Thrown when simulated code reaches for a source of nondeterminism. */
export class NondeterminismError extends Error {
  constructor(global: string, remedy: string) {
    super(
      `${global} is not available in a simulation, where a run must depend on its plan alone. Use ${remedy} instead.`,
    );
    this.name = 'NondeterminismError';
  }
}

function trap(name: string, remedy: string): unknown {
  const refuse = (): never => {
    throw new NondeterminismError(name, remedy);
  };
  return new Proxy(function forbidden() {}, { get: refuse, apply: refuse, construct: refuse });
}

const traps = new Map(Object.entries(remedies).map(([name, remedy]) => [name, trap(name, remedy)]));
const forbiddenRandom = (): never => {
  throw new NondeterminismError('Math.random', 'host.random()');
};

/**
 * Calls `action` while the globals that would make a run depend on anything but its plan throw. `action` must be
 * synchronous: the globals are restored when it returns.
 */
export function withForbiddenGlobals<T>(action: () => T): T {
  const scope = globalThis as unknown as Record<string, unknown>;
  const saved = [...traps.keys()].map(
    (name) => [name, Object.getOwnPropertyDescriptor(scope, name)] as const,
  );
  const { random } = Math;
  for (const [name, value] of traps) {
    Object.defineProperty(scope, name, { value, configurable: true, enumerable: false, writable: true });
  }
  Math.random = forbiddenRandom;
  try {
    return action();
  } finally {
    Math.random = random;
    for (const [name, descriptor] of saved) {
      if (descriptor) Object.defineProperty(scope, name, descriptor);
    }
  }
}
