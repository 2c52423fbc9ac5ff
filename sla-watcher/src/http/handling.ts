import { parseDuration } from '@orderwatch/model';
import type { Handling } from '../domain/handling.ts';
import type { Incident } from '../domain/incident.ts';
import type { HttpDeps } from './deps.ts';
import { Problem } from './problem.ts';
import type { Fields } from './request/read-fields.ts';

const LONGEST_NAME = 100;
const MINUTE = 60_000;
/** Who needs longer decides so again. */
const LONGEST_SNOOZE_MS = 7 * 24 * 60 * MINUTE;

/** `{ "by": "Ann" }`; may say nothing. */
export function acknowledgementOf(fields: Fields): Handling {
  refuseOthers(fields, 'by');
  const { by = '' } = fields;
  if (typeof by !== 'string' || by.length > LONGEST_NAME || !by.isWellFormed() || /\p{Cc}/u.test(by)) {
    throw new Problem('invalid-parameter', `by must be a name of at most ${LONGEST_NAME} characters.`);
  }
  return { kind: 'acknowledge', by: by.trim() === '' ? null : by.trim() };
}

/** `{ "for": "2h" }`. */
export function snoozeOf(fields: Fields): Handling {
  refuseOthers(fields, 'for');
  const text = fields['for'];
  const length = typeof text === 'string' ? parseDuration(text) : null;
  if (!length?.ok || length.value < MINUTE || length.value > LONGEST_SNOOZE_MS) {
    throw new Problem('invalid-parameter', 'for must be a duration from 1m to 7d, like 2h.');
  }
  return { kind: 'snooze', forMs: length.value };
}

/** A name that is misspelt must not pass for one left out. */
function refuseOthers(fields: Fields, known: string): void {
  const other = Object.keys(fields).find((name) => name !== known);
  if (other === undefined) return;
  throw new Problem('invalid-parameter', `The body may say ${known}, and nothing else.`);
}

/** The incident as it is then. */
export async function handle(deps: HttpDeps, id: string, handling: Handling): Promise<Incident> {
  const handled = await deps.handle(id, handling);
  switch (handled.reason) {
    case 'noted':
      return handled.incident;
    case 'unknown':
      throw new Problem('not-found', 'There is no such incident.');
    case 'over':
      throw new Problem('incident-over', 'It is resolved; if it comes back, that is a new incident.');
  }
}
