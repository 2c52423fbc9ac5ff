import type { DriftAnswer, DriftEntryJson } from '../api-types.ts';
import type { HttpDeps } from '../deps.ts';
import { type DriftEntry, driftLedger } from '../drift-ledger.ts';
import { choiceParameter, limitParameter } from '../request/parameters.ts';
import type { Route } from '../route.ts';
import { wordJson } from './diagnosis-json.ts';
import { INCIDENT_STATES } from './incidents.ts';
import { instant } from './instant.ts';

/** The drift ledger: orders of which two witnesses have said different things for too long. */
export function driftRoutes({ store, clock }: HttpDeps): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/drift',
      async handle(request, response) {
        const state = choiceParameter(request, 'state', INCIDENT_STATES) ?? 'open';
        const now = clock.now();
        const entries = await driftLedger(store, { state, limit: limitParameter(request) });
        const answer: DriftAnswer = {
          at: instant(now),
          items: entries.map((entry) => entryJson(entry, now)),
        };
        response.json(answer);
      },
    },
  ];
}

function entryJson({ order, incident, drift, closedAt, closedBy }: DriftEntry, now: number): DriftEntryJson {
  const { kind, line, ahead, behind, since } = drift;
  return {
    order,
    line,
    kind,
    incident: incident.id,
    ahead: wordJson(ahead),
    behind: wordJson(behind),
    since: instant(since),
    ageMs: (closedAt ?? now) - since,
    closedAt: instant(closedAt),
    closedBy,
  };
}
