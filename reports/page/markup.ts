/** Text that is HTML already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can stand in a template: plain text is escaped, lists are joined, nothing is nothing. */
export type Content = string | number | Markup | false | null | undefined | readonly Content[];

/** ``html`<b>${text}</b>` ``: HTML in which every piece that is not `Markup` is escaped, in content as in quoted attributes. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Content[]): Markup {
  let text = parts[0] ?? '';
  for (const [at, piece] of pieces.entries()) text += render(piece) + (parts[at + 1] ?? '');
  return new Markup(text);
}

function render(piece: Content): string {
  if (piece instanceof Markup) return piece.text;
  if (piece === false || piece === null || piece === undefined) return '';
  if (typeof piece === 'object') return piece.map(render).join('');
  return escapeHtml(String(piece));
}

const escapes: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] as string);
}
