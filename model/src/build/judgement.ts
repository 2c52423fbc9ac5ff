import type { DriftKind, DriftLimit, FlowWatch, LeaveOut, MaintenanceWindow, Model } from '../model.ts';
import type { Draft } from '../read/draft.ts';
import { buildSegment } from './segment.ts';

export function buildLeaveOut(draft: Draft): readonly LeaveOut[] {
  return draft.leave_out.flatMap(({ entry }): LeaveOut[] => {
    if (entry.order !== undefined) return [{ kind: 'id', match: entry.order }];
    return entry.when === undefined ? [] : [{ kind: 'segment', when: buildSegment(entry.when) }];
  });
}

export function buildMaintenance(draft: Draft): readonly MaintenanceWindow[] {
  return draft.maintenance.flatMap(({ entry }): MaintenanceWindow[] => {
    const { name, weekly, from, to } = entry;
    const systems = entry.systems ?? null;
    if (weekly !== undefined) return [{ name, systems, during: { kind: 'weekly', ...weekly } }];
    if (from === undefined || to === undefined) return [];
    return [{ name, systems, during: { kind: 'once', from, to } }];
  });
}

export function buildAnomalies(draft: Draft): Model['anomalies'] {
  const written = draft.anomalies;
  return {
    'illegal-transition': written['illegal-transition'] ?? 'digest',
    // Clocks and redelivery do these every day; they are counted, and nobody is told.
    'out-of-order': written['out-of-order'] ?? 'off',
    'time-backwards': written['time-backwards'] ?? 'off',
    duplicate: written.duplicate ?? 'off',
  };
}

const DRIFT_DEFAULTS: Model['drift'] = {
  disagree: { withinMs: 15 * 60_000, severity: 'digest' },
  vanished: { withinMs: 0, severity: 'page' },
  hidden: { withinMs: 2 * 60_000, severity: 'page' },
};

export function buildDrift({ drift }: Draft): Model['drift'] {
  const limit = (kind: DriftKind): DriftLimit => ({
    withinMs: drift[kind]?.within ?? DRIFT_DEFAULTS[kind].withinMs,
    severity: drift[kind]?.severity ?? DRIFT_DEFAULTS[kind].severity,
  });
  return { disagree: limit('disagree'), vanished: limit('vanished'), hidden: limit('hidden') };
}

export function buildFlow(draft: Draft): FlowWatch | null {
  if (draft.flow === null) return null;
  return { severity: draft.flow.severity ?? 'page', weeks: draft.flow.weeks ?? 4 };
}
