import type { Handling } from '../../domain/handling.ts';
import type { Incident } from '../../domain/incident.ts';
import type { HttpDeps } from '../deps.ts';
import { acknowledgementOf, handle, snoozeOf } from '../handling.ts';
import { refuseCrossSite } from '../request/cross-site.ts';
import { pathParameter } from '../request/parameters.ts';
import { type Fields, readFormFields } from '../request/read-fields.ts';
import type { Route } from '../route.ts';
import { type Html, html, type Part } from './parts/html.ts';
import { name } from './parts/names.ts';
import { incidentPath } from './parts/paths.ts';
import { minuteTime } from './parts/times.ts';
import type { View } from './view.ts';

const HOUR = 3_600_000;
const SNOOZES = [
  ['1h', HOUR],
  ['4h', 4 * HOUR],
  ['12h', 12 * HOUR],
  ['24h', 24 * HOUR],
] as const;

/** Where the forms of an incident's page lead, and from there back to it. */
export function handlingRoutes(deps: HttpDeps): readonly Route[] {
  const route = (verb: string, handlingOf: (fields: Fields) => Handling): Route => ({
    method: 'post',
    path: `/incidents/{id}/${verb}`,
    async handle(request, response) {
      refuseCrossSite(request);
      const handling = handlingOf(await readFormFields(request));
      const incident = await handle(deps, pathParameter(request, 'id'), handling);
      response.redirect(303, incidentPath(incident.id));
    },
  });
  return [route('ack', acknowledgementOf), route('snooze', snoozeOf)];
}

/** Who takes care of it, as facts. */
export function handlingFacts(
  view: View,
  { acknowledged, snoozedUntil, escalatedAt }: Incident,
): readonly (readonly [label: string, value: Part] | false)[] {
  const { handling } = view.texts;
  return [
    acknowledged !== null && [
      handling.acknowledged,
      html`${acknowledged.by !== null && html`${name(acknowledged.by)}, `}${minuteTime(view, acknowledged.at)}${
        acknowledged.lapsedAt !== null &&
        html` <span class="soft">${handling.lapsed(minuteTime(view, acknowledged.lapsedAt))}</span>`
      }`,
    ],
    snoozedUntil !== null && [handling.snoozed, handling.until(minuteTime(view, snoozedUntil))],
    escalatedAt !== null && [handling.escalated, minuteTime(view, escalatedAt)],
  ];
}

/** What a person can do about it; works without scripts. */
export function handlingForms(view: View, { id }: Incident): Html {
  const { texts, format } = view;
  const { handling } = texts;
  return html`<div class="handling">
<form action="${incidentPath(id)}/ack" method="post">
<label for="by">${handling.yourName}</label>
<input id="by" name="by" maxlength="100" autocomplete="name">
<button type="submit">${handling.acknowledge}</button>
</form>
<form action="${incidentPath(id)}/snooze" method="post">
<label for="for">${handling.snoozeFor}</label>
<select id="for" name="for">${SNOOZES.map(
    ([value, ms]) => html`<option value="${value}">${format.duration(ms)}</option>`,
  )}</select>
<button type="submit">${handling.snooze}</button>
</form>
</div>`;
}
