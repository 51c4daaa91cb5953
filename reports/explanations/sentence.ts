/** A piece of a sentence, so that a terminal and a page can each render it their own way. */
export interface Part {
  readonly text: string;
  /** The operation that the text speaks of (`Operation.index`). */
  readonly operation?: number;
  /** `value`: data of the system under test. `strong`: what the reader must not miss. */
  readonly tone?: 'value' | 'strong';
}

/** A sentence, or a few. */
export type Sentence = readonly Part[];

/** What can be put between the words of a sentence. */
export type Piece = string | number | Part | Sentence;

/** ``say`client ${3} read ${value}` ``: a sentence of plain words with pieces between them. */
export function say(words: TemplateStringsArray, ...pieces: readonly Piece[]): Sentence {
  return words.flatMap((text, at) => {
    const piece = pieces[at];
    const plain: Part[] = text === '' ? [] : [{ text }];
    if (piece === undefined) return plain;
    if (typeof piece === 'object') return [...plain, ...('text' in piece ? [piece] : piece)];
    return [...plain, { text: String(piece) }];
  });
}

/** Text of the system under test. */
export function valuePart(text: string): Part {
  return { text, tone: 'value' };
}

/** What the reader must not miss. */
export function strong(text: string): Part {
  return { text, tone: 'strong' };
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(items: readonly Piece[]): Sentence {
  return items.flatMap((item, at) => {
    const separator = at === 0 ? '' : at === items.length - 1 ? ' and ' : ', ';
    return say`${separator}${item}`.filter(({ text }) => text !== '');
  });
}

/** The bare words. */
export function plainText(sentence: Sentence): string {
  return sentence.map(({ text }) => text).join('');
}
