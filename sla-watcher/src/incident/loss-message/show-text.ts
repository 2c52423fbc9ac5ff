import type { Diagnosis } from '../../domain/diagnosis.ts';
import type { Show } from '../../words/render.ts';
import type { Voice } from '../message-voice.ts';

/** Phrases as plain text: channels escape. */
export function showText({ place }: Diagnosis, { hops, instant }: Voice): Show<string> {
  return {
    text: (text) => text,
    name: (name) => name,
    time: instant,
    system: (system) => system,
    hop: place.kind === 'hop' ? (hops?.get(place.hop) ?? null) : null,
  };
}
