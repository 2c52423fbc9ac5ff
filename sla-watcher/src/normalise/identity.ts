import { hash } from 'node:crypto';
import type { Observation, ObservationKind } from '../domain/observation.ts';

type Attributes = Observation['attributes'];

/**
 * An observation's id: whom it is about, who placed the order where, when, and what was said beside.
 * Only the first is hashed per row (a cryptographic hash costs as much as all the rest of a row), so a
 * wide row of eight times costs one hash and not eight. When it arrived is no part of it.
 *
 * Attributes and aliases are part of it where an observation carries some: a row whose attribute alone
 * was changed would otherwise be taken for known, and the change would never reach the journey.
 *
 * `subject` and `claim` come from the two functions below. `attributes` in the order of their names.
 */
export function observationId(
  subject: string,
  claim: string,
  at: number | null,
  attributes: Attributes,
  aliases: readonly string[],
): string {
  return subject + claim + timePart(at) + extrasPart(attributes, aliases);
}

/** 96 bits: two orders of one store never share it. */
export function hashSubject(order: string, line: string): string {
  // Ids hold no control characters, so NUL cannot be forged into another split of the same text.
  return hash('sha256', `${order}\0${line}`, 'base64url').slice(0, 16);
}

/** 48 bits, over the few combinations that one model has. */
export function hashClaim(witness: string, system: string, stage: string, kind: ObservationKind): string {
  return hash('sha256', [witness, system, stage, kind].join('\0'), 'base64url').slice(0, 8);
}

function timePart(at: number | null): string {
  if (at === null) return '';
  // Seconds fit a small integer, whose text is made eight times faster than that of milliseconds.
  const seconds = Math.floor(at / 1000);
  const ms = at - seconds * 1000;
  return ms === 0 ? seconds.toString(36) : `${seconds.toString(36)}.${ms}`;
}

/**
 * 60 bits (FNV-1a with two multipliers). They need not resist an attacker: they tell apart only what
 * one witness said of one order at one stage and time.
 */
function extrasPart(attributes: Attributes, aliases: readonly string[]): string {
  let text = '';
  for (const name in attributes) {
    const value = attributes[name];
    text += typeof value === 'string' ? `\0${name}\0"${value}` : `\0${name}\0${value}`;
  }
  for (const alias of aliases) text += `\0\0${alias}`;
  if (text === '') return '';
  let low = 0x811c9dc5;
  let high = 0x2b992ddf;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995);
  }
  return `~${spread(low).toString(36)}.${spread(high).toString(36)}`;
}

/** Lets every bit of the state move the 30 that are kept (the finish of MurmurHash3). */
function spread(state: number): number {
  let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 2;
}
