import type { Limit, LimitPlace, Warning } from '../model.ts';
import type { Draft } from '../read/draft.ts';
import type { LimitEntry } from '../schema/limits.ts';
import { buildSegment, renderSegment } from './segment.ts';

/** A limit and its place in the file's list. */
export interface PlacedLimit {
  readonly index: number;
  readonly limit: Limit;
}

/** Leaves out what does not say one place; check/limit-form.ts reports that. */
export function buildLimits(draft: Draft): readonly PlacedLimit[] {
  return draft.limits.flatMap(({ index, entry }) => {
    const [place, ...others] = placesOf(entry);
    return place && others.length === 0 ? [{ index, limit: buildLimit(entry, place) }] : [];
  });
}

/** What the entry says it is about; one, if it is right. */
export function placesOf(entry: LimitEntry): readonly LimitPlace[] {
  const places: LimitPlace[] = [];
  if (entry.stage !== undefined) places.push({ kind: 'stage', stage: entry.stage });
  if (entry.hop !== undefined) places.push({ kind: 'hop', hop: entry.hop });
  if (entry.order !== undefined) places.push({ kind: 'order' });
  if (entry.promise !== undefined) places.push({ kind: 'promise', attribute: entry.promise });
  return places;
}

function buildLimit(entry: LimitEntry, place: LimitPlace): Limit {
  const when = buildSegment(entry.when);
  return {
    rule: entry.name ?? `${placeKey(place)} ${renderSegment(when)}`.trim(),
    place,
    when,
    within: entry.within ?? null,
    warn: buildWarning(entry, place),
    except: entry.except ?? [],
    until: entry.until ?? null,
    // A message that hangs between systems is a fault; one late order is work for the morning.
    severity: entry.severity ?? (place.kind === 'hop' ? 'page' : 'digest'),
    runbook: entry.runbook ?? null,
    owner: entry.owner ?? null,
  };
}

/** Limits of one place exclude each other: the first that matches an order holds. */
export function placeKey(place: LimitPlace): string {
  switch (place.kind) {
    case 'stage':
      return `stage:${place.stage}`;
    case 'hop':
      return `hop:${place.hop}`;
    case 'order':
      return 'order';
    case 'promise':
      return `promise:${place.attribute}`;
  }
}

function buildWarning(entry: LimitEntry, place: LimitPlace): Warning | null {
  if (entry.warn === undefined) return null;
  if (entry.warn.kind === 'share') return { kind: 'share', share: entry.warn.share };
  return { kind: place.kind === 'promise' ? 'before' : 'after', ms: entry.warn.ms };
}
