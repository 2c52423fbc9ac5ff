import { incidentJson, instant, orderDetail } from '@orderwatch/sla-watcher';
import type { Story } from './story.ts';

/** What `trace --json` prints: the order as `GET /api/orders/{id}` has it, with its incidents and observations. */
export function storyJson({ record, verdict, courses, incidents, blind, observations }: Story): object {
  return {
    ...orderDetail(record, { verdict, courses }),
    incidents: incidents.map(incidentJson),
    blindWitnesses: blind.map(({ witness, detail }) => ({ witness, detail })),
    observations: observations.map((observation) => ({ ...observation, at: instant(observation.at) })),
  };
}
