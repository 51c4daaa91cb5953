/** What a run came to. */
export interface RunOutcome {
  readonly valid: boolean | 'unknown';
  /** Kinds of the anomalies by which promises were broken, and of those that were allowed. */
  readonly broken: readonly string[];
  readonly allowed: readonly string[];
  readonly operations: { readonly ok: number; readonly fail: number; readonly info: number };
  /** Kinds of faults that struck. */
  readonly faults: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a list shows of the bytes of a `verdict.json`; undefined when they are none of a verdict.
 *
 * Most of a verdict are anomalies in full, of which only the kinds are shown. As splitbrain lays verdicts out, a line each for
 * every field, these are found by their indentation, without reading the rest: no text of JSON has a line break in it, so
 * nothing else can look so. One that is laid out otherwise is read whole.
 * @throws SyntaxError when they are not JSON
 */
export function readOutcome(bytes: Buffer): RunOutcome | undefined {
  const parts = withoutJudgements(bytes);
  if (!parts) {
    const whole = JSON.parse(bytes.toString()) as Fields;
    return outcomeOf(whole, listOf(whole['judgements']).map(kindsOf));
  }
  const { rest, judgements } = parts;
  return outcomeOf(JSON.parse(rest) as Fields, kindsByJudgement(judgements));
}

interface JudgedKinds {
  readonly isPromised: boolean;
  readonly kinds: readonly string[];
}

function outcomeOf(json: Fields, judged: readonly JudgedKinds[]): RunOutcome | undefined {
  const { valid } = json;
  if (typeof valid !== 'boolean' && valid !== 'unknown') return undefined;
  const kinds = (promised: boolean): string[] => [
    ...new Set(judged.filter(({ isPromised }) => isPromised === promised).flatMap((one) => one.kinds)),
  ];
  const broken = kinds(true);
  const operations = objectOf(json['operations']);
  return {
    valid,
    broken,
    allowed: kinds(false).filter((kind) => !broken.includes(kind)),
    operations: {
      ok: countOf(operations['ok']),
      fail: countOf(operations['fail']),
      info: countOf(operations['info']),
    },
    faults: listOf(json['faults'])
      .map(objectOf)
      .flatMap(({ kind, injected }) => (countOf(injected) > 0 ? [nameOf(kind)] : [])),
  };
}

function kindsOf(judgement: unknown): JudgedKinds {
  const { promise, anomalies } = objectOf(judgement);
  return {
    isPromised: promise !== undefined,
    kinds: listOf(anomalies).map((anomaly) => nameOf(objectOf(anomaly)['kind'])),
  };
}

const BEGIN = '\n  "judgements": [';
const END = '\n  ]';
const JUDGEMENT = '\n    {';
const PROMISE = '\n      "promise": ';
const ANOMALIES = '\n      "anomalies": [';
const ANOMALIES_END = '\n      ]';
const KIND = '\n          "kind": ';

/** The bytes of the judgements, and the text of the verdict without them. */
function withoutJudgements(bytes: Buffer): { rest: string; judgements: Buffer } | undefined {
  const begin = bytes.indexOf(BEGIN);
  const from = begin + BEGIN.length;
  // `[]` for none is on one line.
  if (begin < 0 || bytes[from] !== 0x0a) return undefined;
  const end = bytes.indexOf(END, from);
  if (end < 0) return undefined;
  const rest = `${bytes.toString('utf8', 0, from)}${bytes.toString('utf8', end)}`;
  return { rest, judgements: bytes.subarray(from, end) };
}

function kindsByJudgement(judgements: Buffer): JudgedKinds[] {
  const found: JudgedKinds[] = [];
  let from = judgements.indexOf(JUDGEMENT);
  while (from >= 0) {
    const next = judgements.indexOf(JUDGEMENT, from + 1);
    const one = judgements.subarray(from, next < 0 ? undefined : next);
    found.push({ isPromised: one.includes(PROMISE), kinds: kindsIn(one) });
    from = next;
  }
  return found;
}

function kindsIn(judgement: Buffer): string[] {
  const begin = judgement.indexOf(ANOMALIES);
  const end = begin < 0 ? -1 : judgement.indexOf(ANOMALIES_END, begin);
  if (end < 0) return [];
  const anomalies = judgement.subarray(begin, end);
  const kinds: string[] = [];
  for (let at = anomalies.indexOf(KIND); at >= 0; at = anomalies.indexOf(KIND, at + 1)) {
    const lineEnd = anomalies.indexOf('\n', at + 1);
    const text = anomalies.toString('utf8', at + KIND.length, lineEnd < 0 ? undefined : lineEnd);
    kinds.push(nameOf(JSON.parse(text.replace(/,$/, ''))));
  }
  return kinds;
}

const nameOf = (value: unknown): string => (typeof value === 'string' ? value : '?');
const countOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const objectOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
