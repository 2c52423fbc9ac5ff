import type { WitnessHealth } from '../../../domain/witness-health.ts';
import type { BrokerPosition } from './broker-position.ts';
import { viewOf } from './broker-view.ts';

/** Queues that are named in a sentence. */
const MOST_NAMED = 3;

/** What the witness says of itself. Whether it is too far behind is judged above, by the watermark. */
export function brokerHealth(
  witness: string,
  position: BrokerPosition,
  unwatched: number,
  now: number,
): WitnessHealth {
  const details = [...faultsOf(position), ...(unwatched === 0 ? [] : [unwatchedDetail(unwatched)])];
  return {
    witness,
    state: position.readAt === null ? 'unknown' : 'healthy',
    watermark: position.readAt,
    since: now,
    skewMs: 0,
    cause: position.readAt === null ? 'silent' : null,
    detail: details.length === 0 ? null : details.join('; '),
    broker: viewOf(position),
  };
}

function faultsOf({ uncounted, countersFault, countsRates, nodes, deadLettered }: BrokerPosition) {
  const faults: string[] = [];
  if (uncounted.length > 0)
    faults.push(
      `the broker has no figures of ${namesOf(uncounted)}: just declared, its node down, or statistics switched off`,
    );
  if (countsRates === false) faults.push('the broker counts no deliveries: rates_mode is none');
  if (countersFault !== null) faults.push(countersFault);
  const node = deadLettered.run?.last.source;
  if (node !== undefined && nodes.some((other) => other !== node))
    faults.push('the Prometheus port counts for one node, and queues are on others: reasons are not known');
  return faults;
}

function namesOf(queues: readonly string[]): string {
  const named = queues.slice(0, MOST_NAMED).join(', ');
  return queues.length > MOST_NAMED ? `${named} and ${queues.length - MOST_NAMED} more` : named;
}

function unwatchedDetail(count: number): string {
  return `${count} queues of the model are not watched: they do not fit into one request`;
}
