import type { Severity } from '@orderwatch/model';
import type { Conclusion } from '../domain/diagnosis.ts';

export const BACKLOG_KEY = 'backlog';

/**
 * An alarm's key is its stem and what is known of the loss: `late|page|hop:x|hop x#not-published`. Orders of
 * one key are one incident. The stem outlives what is learned: by it an alarm is known again.
 */
export function keyOfLoss(stem: string, conclusion: Conclusion | null): string {
  return conclusion === null ? stem : `${stem}#${lossPart(conclusion)}`;
}

function lossPart(conclusion: Conclusion): string {
  switch (conclusion.reason) {
    case 'decided':
      return conclusion.loss;
    case 'either':
      return conclusion.losses.toSorted().join('+');
    case 'undetermined':
      return UNDETERMINED;
  }
}

const UNDETERMINED = '?';

export function stemOf(key: string): string {
  const end = key.lastIndexOf('#');
  return end < 0 ? key : key.slice(0, end);
}

/**
 * The severity is a part of it: a rule that becomes a page is told anew, to whom pages are told. So is the
 * place, which is where it was lost: a stage that is late because of a hop is told with the hop.
 */
export function lateStem(severity: Severity, rule: string, place: string): string {
  return `late|${severity}|${rule}|${place}`;
}

export function driftStem(severity: Severity, kind: string, place: string): string {
  return `drift|${severity}|${kind}|${place}`;
}

/** Whether an alarm's key tells of lateness at a place, whatever the rule was. */
export function isLateAt(key: string, place: string): boolean {
  return key.startsWith('late|') && stemOf(key).endsWith(`|${place}`);
}

/**
 * Whether what is known now says more than the key does, or another thing: only then is the order told anew.
 * An eye that shuts takes nothing back of what was said while it saw.
 */
export function saysMore(known: string, now: string): boolean {
  if (stemOf(known) !== stemOf(now) || known === now) return false;
  return candidates(now) <= candidates(known);
}

/** How many classes it leaves open. */
function candidates(key: string): number {
  const part = key.slice(stemOf(key).length + 1);
  if (part === UNDETERMINED || part === '') return Number.POSITIVE_INFINITY;
  return part.split('+').length;
}
