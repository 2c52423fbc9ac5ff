import type { Handling } from '../../domain/handling.ts';
import type { IncidentAnswer } from '../api-types.ts';
import type { HttpDeps } from '../deps.ts';
import { acknowledgementOf, handle, snoozeOf } from '../handling.ts';
import { refuseCrossSite } from '../request/cross-site.ts';
import { pathParameter } from '../request/parameters.ts';
import { type Fields, readJsonFields } from '../request/read-fields.ts';
import type { Route } from '../route.ts';
import { incidentJson } from './incidents.ts';
import { instant } from './instant.ts';

/** What people do about an incident. 200 means durable, and that it will be told. */
export function handlingRoutes(deps: HttpDeps): readonly Route[] {
  const route = (verb: string, handlingOf: (fields: Fields) => Handling): Route => ({
    method: 'post',
    path: `/api/incidents/{id}/${verb}`,
    async handle(request, response) {
      refuseCrossSite(request);
      const handling = handlingOf(await readJsonFields(request));
      const incident = await handle(deps, pathParameter(request, 'id'), handling);
      const answer: IncidentAnswer = { at: instant(deps.clock.now()), incident: incidentJson(incident) };
      response.json(answer);
    },
  });
  return [route('ack', acknowledgementOf), route('snooze', snoozeOf)];
}
