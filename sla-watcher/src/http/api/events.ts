import type { Request } from 'express';
import type { EventsAnswer } from '../api-types.ts';
import type { EventsOutcome, HttpDeps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { readBody } from '../request/read-body.ts';
import type { Route } from '../route.ts';

export const MAX_BODY_BYTES = 4 * 1024 * 1024;
export const MAX_EVENTS = 10_000;

const JSON_TYPE = 'application/json';
const NDJSON_TYPE = 'application/x-ndjson';

/** Status changes from whoever can post them. 200 means durable (I2). */
export function eventRoutes(deps: HttpDeps): readonly Route[] {
  return [
    {
      method: 'post',
      path: '/api/events',
      async handle(request, response) {
        const type = mediaType(request);
        const body = await readBody(request, MAX_BODY_BYTES);
        if (body.trim() === '') throw new Problem('empty-body', 'Send one event at least.');
        if (countEvents(body, type) > MAX_EVENTS) {
          throw new Problem('too-many-events', `A body may hold ${MAX_EVENTS} events.`);
        }
        const outcome = await deps.acceptEvents(body);
        const answer = eventsAnswer(outcome);
        if (isAllRejected(outcome)) {
          throw new Problem('all-rejected', 'Nothing was taken in; the rejections are kept.', { ...answer });
        }
        response.json(answer);
      },
    },
  ];
}

function mediaType(request: Request): string {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== JSON_TYPE && type !== NDJSON_TYPE) {
    throw new Problem('unsupported-type', `Send ${JSON_TYPE} or ${NDJSON_TYPE}.`);
  }
  return type;
}

/** What is not JSON at all counts as one: it will be one rejection. */
function countEvents(body: string, type: string): number {
  if (type === NDJSON_TYPE || !body.trimStart().startsWith('[')) return countLines(body);
  // An element takes two bytes and a comma at least, so a short body need not be parsed for its count.
  if (body.length < MAX_EVENTS * 2) return 1;
  try {
    const parsed: unknown = JSON.parse(body);
    return Array.isArray(parsed) ? parsed.length : 1;
  } catch {
    return countLines(body);
  }
}

function countLines(body: string): number {
  let lines = 0;
  for (const _line of body.matchAll(/\S[^\n]*/g)) lines += 1;
  return lines;
}

function isAllRejected({ accepted, duplicates, rejected }: EventsOutcome): boolean {
  return accepted === 0 && duplicates === 0 && rejected.length > 0;
}

function eventsAnswer({ accepted, duplicates, rejected }: EventsOutcome): EventsAnswer {
  return {
    accepted,
    duplicates,
    rejected: rejected.map(({ position, reason, detail }) => ({ position, reason, detail })),
  };
}
