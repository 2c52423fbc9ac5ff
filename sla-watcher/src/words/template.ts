/**
 * Phrases with slots: `its row is gone[ since {at}] ({witness})`. A part in brackets is left out when a
 * slot in it has nothing to show. What fills the slots may be text or markup, so that a page can show names
 * and times as its own elements.
 */
export const SLOTS = ['witness', 'system', 'at', 'detail'] as const;
export type Slot = (typeof SLOTS)[number];
export type Filling<T> = Readonly<Record<Slot, T | null>>;

/** The pieces of the phrase in their order; `text` makes a piece of what stands between the slots. */
export function fillTemplate<T>(
  template: string,
  filling: Filling<T>,
  text: (text: string) => T,
): readonly T[] {
  return partsOf(template).flatMap(({ isOptional, pieces }) => {
    const filled = pieces.map((piece) => (typeof piece === 'string' ? text(piece) : filling[piece.slot]));
    if (isOptional && filled.includes(null)) return [];
    return filled.filter((piece) => piece !== null);
  });
}

export interface TemplatePart {
  readonly isOptional: boolean;
  readonly pieces: readonly (string | { readonly slot: Slot })[];
}

const known = new Map<string, readonly TemplatePart[]>();

/** Templates are few and used often. */
export function partsOf(template: string): readonly TemplatePart[] {
  const parts = known.get(template) ?? parseTemplate(template);
  known.set(template, parts);
  return parts;
}

function parseTemplate(template: string): readonly TemplatePart[] {
  return template
    .split(/(\[[^[\]]*\])/)
    .filter((part) => part !== '')
    .map((part) => {
      const isOptional = part.startsWith('[');
      return { isOptional, pieces: piecesOf(isOptional ? part.slice(1, -1) : part) };
    });
}

function piecesOf(part: string): TemplatePart['pieces'] {
  return part
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const slot = SLOTS.find((each) => piece === `{${each}}`);
      return slot === undefined ? piece : { slot };
    });
}
