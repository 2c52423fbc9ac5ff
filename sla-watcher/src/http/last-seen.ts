import type { Journey, Mark } from '../domain/journey.ts';

/** The newest thing that anybody said of the order; one without a time counts only when all are so. */
export function lastMark(journey: Journey): Mark | null {
  let last: Mark | null = null;
  for (const mark of journey.marks) {
    if (last === null || (mark.at ?? -Infinity) >= (last.at ?? -Infinity)) last = mark;
  }
  return last;
}

/** How far past its due time an order is, in milliseconds; null when it is not. */
export function overdueMs(record: { readonly dueAt: number | null; readonly state: string }, now: number) {
  if (record.dueAt === null || record.state === 'ended' || record.state === 'left-out') return null;
  return record.dueAt < now ? now - record.dueAt : null;
}
