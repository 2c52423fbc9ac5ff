/** What is switched, and when: by an instant, or so long after the load began. */
export interface Planned {
  at: { kind: 'instant'; at: number } | { kind: 'after'; seconds: number };
  action: PlannedAction;
}

export type PlannedAction =
  | { kind: 'inject'; fault: Readonly<Record<string, unknown>>; as: string | null }
  | { kind: 'clear'; as: string }
  | { kind: 'remedy'; name: string; on: boolean };

export type ParsedPlan = { kind: 'plan'; planned: Planned[] } | { kind: 'refused'; problems: string[] };

const MAX_ACTIONS = 1_000;

/** Reads a list of `{ at | afterSeconds, inject, as? | clear | remedy, on }`, and names every problem at once. */
export function parsePlan(text: string): ParsedPlan {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return { kind: 'refused', problems: ['the plan is no JSON'] };
  }
  if (!Array.isArray(list) || list.length > MAX_ACTIONS) {
    return { kind: 'refused', problems: [`the plan must be a list of up to ${MAX_ACTIONS}`] };
  }
  const problems: string[] = [];
  const planned = list.flatMap((item: unknown, at) => {
    const read = readItem(item as Record<string, unknown> | null);
    if (typeof read !== 'string') return [read];
    problems.push(`${at + 1}: ${read}`);
    return [];
  });
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'plan', planned };
}

/** A text says what is wrong. */
function readItem(item: Record<string, unknown> | null): Planned | string {
  if (typeof item !== 'object' || item === null) return 'must be an object';
  const at = readWhen(item);
  if (typeof at === 'string') return at;
  const action = readAction(item);
  return typeof action === 'string' ? action : { at, action };
}

function readWhen({ at, afterSeconds }: Record<string, unknown>): Planned['at'] | string {
  if ((at === undefined) === (afterSeconds === undefined)) return 'must have either at or afterSeconds';
  if (typeof afterSeconds === 'number' && afterSeconds >= 0) return { kind: 'after', seconds: afterSeconds };
  if (typeof at === 'string' && /(?:Z|[+-]\d{2}:\d{2})$/.test(at) && !Number.isNaN(Date.parse(at))) {
    return { kind: 'instant', at: Date.parse(at) };
  }
  return 'at must be an instant with an offset, afterSeconds a number from 0';
}

function readAction(item: Record<string, unknown>): PlannedAction | string {
  const { inject, as = null, clear, remedy, on } = item;
  if (typeof inject === 'object' && inject !== null && (as === null || typeof as === 'string')) {
    return { kind: 'inject', fault: inject as Record<string, unknown>, as };
  }
  if (typeof clear === 'string') return { kind: 'clear', as: clear };
  if (typeof remedy === 'string' && typeof on === 'boolean') return { kind: 'remedy', name: remedy, on };
  return 'must have inject (and may have as), or clear, or remedy and on';
}

/** Those that are due by `until` in a load that began at `startedAt`, and the rest. */
export function takeDue(
  planned: readonly Planned[],
  startedAt: number,
  until: number,
): { due: PlannedAction[]; later: Planned[] } {
  const dueAt = ({ at }: Planned) => (at.kind === 'instant' ? at.at : startedAt + at.seconds * 1_000);
  const [due, later] = [
    planned.filter((one) => dueAt(one) <= until),
    planned.filter((one) => dueAt(one) > until),
  ];
  const inOrder = due.toSorted((one, other) => dueAt(one) - dueAt(other));
  return { due: inOrder.map(({ action }) => action), later };
}
