import { WitnessUnavailable } from '../../../domain/errors.ts';
import type { DropReason } from '../../../domain/queue-history.ts';
import type { DropCounts } from '../broker/drop-spans.ts';
import { getBounded } from './get-bounded.ts';
import type { HttpAddress } from './http-address.ts';

const BOUNDS = { timeoutMs: 5000, bytes: 4_000_000 };
const NAME = "RabbitMQ's Prometheus port";

/** RabbitMQ's reasons, and its counter of each (since 3.10). */
const COUNTERS: ReadonlyMap<string, DropReason> = new Map([
  ['rabbitmq_global_messages_dead_lettered_expired_total', 'expired'],
  ['rabbitmq_global_messages_dead_lettered_maxlen_total', 'maxlen'],
  ['rabbitmq_global_messages_dead_lettered_rejected_total', 'rejected'],
  ['rabbitmq_global_messages_dead_lettered_delivery_limit_total', 'delivery_limit'],
]);
const IDENTITY = /^rabbitmq_identity_info\{(?:[^}]*,)?rabbitmq_node="([^"]{1,500})"/m;
/** Name, labels, value. */
const SAMPLE = /^(rabbitmq_global_messages_dead_lettered_\w+)(?:\{[^\n]*\})? (\d+(?:\.\d+)?(?:e\+?\d+)?)$/gm;

export interface NodeCounters {
  /** The node that counts: others count for themselves. */
  readonly node: string;
  readonly counts: DropCounts;
}

/** Throws WitnessUnavailable. */
export async function askMetrics(address: HttpAddress, signal: AbortSignal): Promise<NodeCounters> {
  const { status, text } = await getBounded(address, '', BOUNDS, signal).catch((error) => {
    if (!(error instanceof WitnessUnavailable)) throw error;
    const { message, cause, retryable } = error;
    throw new WitnessUnavailable(`${NAME}: ${message}`, { cause, retryable });
  });
  const counters = status === 200 ? readMetrics(text) : null;
  if (counters !== null) return counters;
  const detail = `what answers at metrics_url is not ${NAME} (status ${status}): http://host:15692/metrics`;
  throw new WitnessUnavailable(detail, { retryable: false });
}

/** Sums each counter over its labels. Null: RabbitMQ names its node, and nobody does here. */
export function readMetrics(text: string): NodeCounters | null {
  const node = IDENTITY.exec(text)?.[1];
  if (node === undefined) return null;
  const counts: Partial<Record<DropReason, number>> = {};
  for (const [, name = '', value] of text.matchAll(SAMPLE)) {
    const reason = COUNTERS.get(name);
    if (reason !== undefined) counts[reason] = (counts[reason] ?? 0) + Number(value);
  }
  return { node, counts };
}
