import type { Incident } from '../../domain/incident.ts';

/** Beyond so many times the orders that were acknowledged, it is not what was acknowledged any more. */
const WORSE_BY = 2;

/** Whether somebody takes care of it. */
export function isAttended({ acknowledged }: Incident): boolean {
  return acknowledged !== null && acknowledged.lapsedAt === null;
}

/** Whether it is much worse than what somebody takes care of. */
export function hasWorsened(incident: Incident): boolean {
  const { acknowledged, total } = incident;
  return acknowledged !== null && isAttended(incident) && total > acknowledged.total * WORSE_BY;
}
