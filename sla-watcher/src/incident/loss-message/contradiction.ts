import type { Word } from '../../domain/disagreement.ts';
import type { Sighting } from '../../domain/incident.ts';
import type { Voice } from '../message-voice.ts';

/** `shop-db says SHIPPED (09:00), mes-db says PACKAGING (10:00), since 10:00`; null: nobody contradicts another. */
export function renderContradiction({ drift }: Sighting, voice: Voice): string | null {
  if (drift === undefined) return null;
  const said = [drift.ahead, drift.behind].map((word) => says(word, voice)).join(', ');
  return voice.texts.loss.contradictSince(said, voice.instant(drift.since));
}

function says({ witness, stage, at }: Word, { texts, instant }: Voice): string {
  return texts.loss.says(witness, stage, at === null ? null : instant(at));
}
