import type { Incident } from '../../domain/incident.ts';
import type { Gap } from '../../domain/telemetry-source.ts';
import type {
  AcknowledgementJson,
  GapJson,
  IncidentJson,
  IncidentsAnswer,
  WitnessesAnswer,
  WitnessJson,
} from '../api-types.ts';
import type { HttpDeps } from '../deps.ts';
import { choiceParameter, limitParameter } from '../request/parameters.ts';
import type { Route } from '../route.ts';
import { type WitnessState, witnessStates } from '../witness-states.ts';
import { instant } from './instant.ts';

export const INCIDENT_STATES = ['open', 'all'] as const;

/** What is wrong, and who is there to see it. */
export function incidentRoutes(deps: HttpDeps): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/incidents',
      async handle(request, response) {
        const state = choiceParameter(request, 'state', INCIDENT_STATES) ?? 'open';
        const incidents = await deps.store.incidents({ state, limit: limitParameter(request) });
        const answer: IncidentsAnswer = {
          at: instant(deps.clock.now()),
          items: incidents.map(incidentJson),
        };
        response.json(answer);
      },
    },
    {
      method: 'get',
      path: '/api/witnesses',
      handle(_request, response) {
        const now = deps.clock.now();
        const states = witnessStates(deps.model, deps.health());
        const answer: WitnessesAnswer = {
          at: instant(now),
          items: states.map((state) => witnessJson(state, now)),
        };
        response.json(answer);
      },
    },
  ];
}

/** As `GET /api/incidents` and `trace --json` have it. */
export function incidentJson(incident: Incident): IncidentJson {
  const { id, key, kind, severity, rule, place, total, open, detail, losses, frozen } = incident;
  const openedAt = instant(incident.openedAt);
  return {
    id,
    key,
    kind,
    severity,
    rule,
    place,
    openedAt,
    resolvedAt: instant(incident.resolvedAt),
    total,
    open,
    detail,
    losses,
    frozen,
    toldAt: instant(incident.toldAt),
    escalatedAt: instant(incident.escalatedAt),
    acknowledged: acknowledgementJson(incident.acknowledged),
    snoozedUntil: instant(incident.snoozedUntil),
  };
}

function acknowledgementJson(acknowledged: Incident['acknowledged']): AcknowledgementJson | null {
  if (acknowledged === null) return null;
  const { at, by, lapsedAt } = acknowledged;
  return { at: instant(at), by, lapsedAt: instant(lapsedAt) };
}

function witnessJson({ witness, health }: WitnessState, now: number): WitnessJson {
  return {
    witness: witness.name,
    kind: witness.kind,
    systems: witness.systems,
    state: health?.state ?? 'silent',
    watermark: instant(health?.watermark ?? null),
    lagMs: health === null || health.watermark === null ? null : Math.max(0, now - health.watermark),
    since: instant(health?.since ?? null),
    skewMs: health?.skewMs ?? null,
    cause: health?.cause ?? null,
    detail: health?.detail ?? null,
    gaps: (health?.gaps ?? []).map(gapJson),
    bySystem: Object.entries(health?.bySystem ?? {}).map(([system, { state, watermark, gaps }]) => ({
      system,
      state,
      watermark: instant(watermark),
      gaps: gaps.map(gapJson),
    })),
  };
}

function gapJson({ from, to, died }: Gap): GapJson {
  return { from: instant(from), to: instant(to), died: died === true };
}
