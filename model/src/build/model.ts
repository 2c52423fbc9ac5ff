import type { Model } from '../model.ts';
import type { Draft } from '../read/draft.ts';
import type { Report } from '../report.ts';
import { buildCalendars } from './calendars.ts';
import { buildAnomalies, buildDrift, buildFlow, buildLeaveOut, buildMaintenance } from './judgement.ts';
import { buildLimits, type PlacedLimit } from './limits.ts';
import { buildHops, buildStages, buildSystems } from './orders.ts';
import { buildChannels, buildNotify } from './telling.ts';
import { versionOf } from './version.ts';
import { buildWitnesses } from './witnesses.ts';

export interface Built {
  readonly model: Model;
  readonly limits: readonly PlacedLimit[];
}

/** Completes the draft with defaults. The model is only good once the checks have found no error. */
export function buildModel(draft: Draft, report: Report): Built {
  const { head } = draft;
  const timezone = head.timezone ?? 'UTC';
  const systems = buildSystems(draft);
  const limits = buildLimits(draft);
  const channels = buildChannels(draft);
  const longestLimitMs = Math.max(0, ...limits.map(({ limit }) => limit.within?.ms ?? 0));
  const model: Model = {
    version: versionOf(draft.data, draft.stages.declared),
    name: head.name,
    // The careful choice: nothing is injected into what may be production.
    environment: head.environment ?? 'production',
    timezone,
    language: head.language ?? 'en',
    shadow: head.shadow ?? false,
    systems,
    stages: buildStages(draft, systems),
    hops: buildHops(draft),
    limits: limits.map(({ limit }) => limit),
    calendars: buildCalendars(draft, timezone, report),
    witnesses: buildWitnesses(draft, {
      systems: [...systems.keys()],
      stages: [...draft.stages.declared],
      longestLimitMs,
    }),
    leaveOut: buildLeaveOut(draft),
    maintenance: buildMaintenance(draft),
    anomalies: buildAnomalies(draft),
    drift: buildDrift(draft),
    flow: buildFlow(draft),
    channels,
    notify: buildNotify(draft, channels),
  };
  return { model, limits };
}
