import { suggestName } from '../nearest.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { isMap } from '../read/sections.ts';
import type { Path } from '../source/places.ts';
import type { CheckContext } from './context.ts';

type Kind = 'system' | 'stage' | 'hop' | 'calendar' | 'channel' | 'witness';

const CODES = {
  system: 'unknown-system',
  stage: 'unknown-stage',
  hop: 'unknown-hop',
  calendar: 'unknown-calendar',
  channel: 'unknown-channel',
  witness: 'unknown-witness',
} as const satisfies Record<Kind, ProblemCode>;

const SECTIONS: Readonly<Record<Kind, string>> = {
  system: 'systems',
  stage: 'stages',
  hop: 'hops',
  calendar: 'calendars',
  channel: 'channels',
  witness: 'witnesses',
};

/** Whatever is named must be declared; an entry that is wrong in itself is declared all the same. */
export function checkReferences(context: CheckContext): void {
  const { draft } = context;
  for (const [name, entry] of draft.stages.entries) {
    const path = ['stages', name];
    expectKnown(context, 'system', entry.system, [...path, 'system']);
    expectKnown(context, 'stage', entry.compensates, [...path, 'compensates']);
    expectAllKnown(context, 'stage', entry.next, [...path, 'next']);
  }
  for (const [name, entry] of draft.hops.entries) {
    expectKnown(context, 'stage', entry.status, ['hops', name, 'status']);
    expectKnown(context, 'system', entry.from, ['hops', name, 'from']);
    expectKnown(context, 'system', entry.to, ['hops', name, 'to']);
    expectKnown(context, 'witness', entry.proof, ['hops', name, 'proof']);
  }
  for (const { index, entry } of draft.limits) {
    const path = ['limits', index];
    expectKnown(context, 'stage', entry.stage, [...path, 'stage']);
    expectKnown(context, 'hop', entry.hop, [...path, 'hop']);
    expectKnown(context, 'stage', entry.until, [...path, 'until']);
    expectKnown(context, 'calendar', entry.within?.calendar ?? undefined, [...path, 'within']);
    expectAllKnown(context, 'stage', entry.except, [...path, 'except']);
  }
  checkWitnessReferences(context);
  checkTellingReferences(context);
}

function checkWitnessReferences(context: CheckContext): void {
  for (const [name, entry] of context.draft.witnesses.entries) {
    const path = ['witnesses', name];
    if (entry.kind === 'trace') {
      for (const [service, system] of Object.entries(entry.services))
        expectKnown(context, 'system', system, [...path, 'services', service]);
      checkStatuses(context, entry.statuses ?? {}, path);
      continue;
    }
    if (entry.kind === 'broker' || entry.kind === 'dead-letters') continue;
    expectAllKnown(context, 'system', entry.systems, [...path, 'systems']);
    if (entry.kind === 'event') continue;
    if (entry.kind === 'probe') expectAllKnown(context, 'stage', entry.stages, [...path, 'stages']);
    if (entry.kind === 'probe' || entry.kind === 'outbox') {
      checkStatuses(context, entry.statuses ?? {}, path);
      continue;
    }
    for (const stage of Object.keys(entry.columns.stages ?? {})) {
      expectKnown(context, 'stage', stage, [...path, 'columns', 'stages', stage], 'key');
    }
    for (const system of Object.keys(entry.columns.aliases ?? {})) {
      expectKnown(context, 'system', system, [...path, 'columns', 'aliases', system], 'key');
    }
    checkStatuses(context, entry.statuses ?? {}, path);
  }
}

function checkStatuses(
  context: CheckContext,
  statuses: Readonly<Record<string, string | null>>,
  path: Path,
): void {
  for (const [status, stage] of Object.entries(statuses)) {
    expectKnown(context, 'stage', stage ?? undefined, [...path, 'statuses', status]);
  }
}

function checkTellingReferences(context: CheckContext): void {
  const { draft } = context;
  for (const { index, entry } of draft.maintenance) {
    expectAllKnown(context, 'system', entry.systems, ['maintenance', index, 'systems']);
  }
  for (const { index, entry } of draft.notify) {
    expectAllKnown(context, 'channel', entry.to, ['notify', index, 'to']);
    expectAllKnown(context, 'channel', entry.escalate?.to, ['notify', index, 'escalate', 'to']);
  }
  for (const [name, entry] of draft.channels.entries) {
    expectKnown(context, 'channel', entry.fallback, ['channels', name, 'fallback']);
  }
}

function expectAllKnown(
  context: CheckContext,
  kind: Kind,
  names: readonly string[] | undefined,
  path: Path,
): void {
  for (const [index, name] of (names ?? []).entries()) expectKnown(context, kind, name, [...path, index]);
}

function expectKnown(
  context: CheckContext,
  kind: Kind,
  name: string | undefined,
  path: Path,
  at: 'key' | 'value' = 'value',
): void {
  const known = declared(context, kind);
  if (name === undefined || known.includes(name)) return;
  // A section that could not be read at all declares nobody knows what.
  if (!isMap(context.draft.data[SECTIONS[kind]] ?? {})) return;
  const finding = {
    code: CODES[kind],
    message: `no ${kind} is called ${name}`,
    fix: suggestName(name, known),
  };
  if (at === 'key') context.report.errorAtKey(path, finding);
  else context.report.error(path, finding);
}

function declared({ draft, model }: CheckContext, kind: Kind): readonly string[] {
  switch (kind) {
    case 'system':
      return [...model.systems.keys()];
    case 'stage':
      return draft.stages.declared;
    case 'hop':
      return draft.hops.declared;
    case 'calendar':
      return draft.calendars.declared;
    case 'witness':
      return draft.witnesses.declared;
    case 'channel':
      return draft.data.channels === undefined ? [...model.channels.keys()] : draft.channels.declared;
  }
}
