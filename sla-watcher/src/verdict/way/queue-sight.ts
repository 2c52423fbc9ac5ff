import type { Model } from '@orderwatch/model';
import type { MissingEye } from '../../domain/diagnosis.ts';
import {
  type BrokerView,
  type DropReason,
  DROP_REASONS,
  type QueueCount,
  type QueueHistory,
  type QueueSpan,
} from '../../domain/queue-history.ts';
import type { HealthByWitness, WitnessHealth } from '../../domain/witness-health.ts';
import type { Window } from './sight.ts';

/** What the queue says of a message that came into it at some instant, if it did. */
export type QueueSight =
  /** It is not in the queue any more: nothing was there at `at`. */
  | { readonly reason: 'empty'; readonly witness: string; readonly at: number }
  /** As many were delivered since as stood before it, and all were settled. */
  | { readonly reason: 'passed'; readonly witness: string; readonly at: number }
  | { readonly reason: 'missing'; readonly witness: string; readonly at: number }
  /** It may be there. `kept`: nothing has left the queue since, in whatever way. */
  | {
      readonly reason: 'holds';
      readonly witness: string;
      readonly at: number;
      readonly count: QueueCount;
      readonly kept: boolean;
    }
  | { readonly reason: 'dark'; readonly missing: MissingEye };

/** What the whole broker dropped in a span of time. */
export type DropSight =
  | { readonly reason: 'nothing'; readonly witness: string; readonly at: number }
  | {
      readonly reason: 'dropped';
      readonly witness: string;
      readonly at: number;
      readonly reasons: readonly DropReason[];
      /** Every other reason was counted as well, and did not move. */
      readonly isWhole: boolean;
    }
  | { readonly reason: 'dark' };

/** `since`: when the message came into the queue at the latest, by our clock. */
export function sightOfQueue(
  queue: string | null,
  since: number,
  model: Model,
  health: HealthByWitness,
): QueueSight {
  const dark = (witness: string | null, because: MissingEye['because']): QueueSight => ({
    reason: 'dark',
    missing: { on: 'queue', system: null, witness, because },
  });
  const broker = brokerOf(model, health);
  if (broker === null || queue === null) return dark(broker?.witness ?? null, 'no-witness');
  const history = broker.broker?.queues.find((one) => one.queue === queue);
  if (history === undefined) return dark(broker.witness, broker.state === 'blind' ? 'blind' : 'unknown');
  return (
    readHistory(history, since, broker.witness) ??
    dark(broker.witness, broker.state === 'blind' ? 'blind' : 'behind')
  );
}

function readHistory({ spans, missingAt }: QueueHistory, since: number, witness: string): QueueSight | null {
  const after = spans.filter(({ to }) => to > since);
  const last = after.at(-1);
  if (missingAt !== null && missingAt > since && missingAt >= (last?.to ?? 0))
    return { reason: 'missing', witness, at: missingAt };
  if (last === undefined) return null;
  const emptyAt = latest(after.map((span) => span.emptyAt));
  if (emptyAt !== null && emptyAt > since) return { reason: 'empty', witness, at: emptyAt };
  const first = firstReading(after, since);
  if (first !== null && passed(first, last.last)) return { reason: 'passed', witness, at: last.to };
  const kept = isKept(spans, since, last.last);
  return { reason: 'holds', witness, at: last.to, count: last.last, kept };
}

/** A queue is first in, first out: as many as stood there at the first look went out, and none is in hand. */
function passed(first: QueueCount, last: QueueCount): boolean {
  if (first.delivered === null || last.delivered === null || last.unacked > 0) return false;
  return last.delivered - first.delivered >= first.ready;
}

/** The first that is known to be of after `since`; a span that says one thing says it at its end too. */
function firstReading([span]: readonly QueueSpan[], since: number): QueueCount | null {
  if (span === undefined) return null;
  if (span.from > since) return span.first;
  const { first, last } = span;
  const isOne =
    first.delivered === last.delivered && first.ready === last.ready && first.unacked === last.unacked;
  return isOne ? last : null;
}

/** Nobody took from it since, and it has not become shorter. */
function isKept(spans: QueueHistory['spans'], since: number, last: QueueCount): boolean {
  const around = spans.filter(({ to }) => to > since);
  const before = spans.findLast(({ to }) => to <= since);
  const [oldest] = around;
  // What was delivered between the message and the first look after it shows against the look before.
  const start = oldest !== undefined && oldest.from > since && before !== undefined ? [before.last] : [];
  const counts = [...start, ...around.flatMap((span) => [span.first, span.last])];
  const delivered = new Set(counts.map((count) => count.delivered));
  const grew = counts.every((count, i) => i === 0 || count.ready >= (counts[i - 1] as QueueCount).ready);
  return last.ready > 0 && last.consumers === 0 && grew && delivered.size === 1 && !delivered.has(null);
}

/**
 * From `from` to `to`, by our clock. Reasons are counted by different requests, each with spans of its own:
 * nothing was dropped where every reason was counted all the time, and none moved.
 */
export function sightOfDrops(from: number, to: number, model: Model, health: HealthByWitness): DropSight {
  const broker = brokerOf(model, health);
  const spans = (broker?.broker?.drops ?? []).filter((span) => span.to > from && span.from < to);
  const last = Math.max(...spans.map((span) => span.to));
  if (broker === null || spans.length === 0) return { reason: 'dark' };
  const reasons = DROP_REASONS.filter((reason) => spans.some(({ dropped }) => (dropped[reason] ?? 0) > 0));
  const isWhole = DROP_REASONS.every((reason) => isCounted(reason, spans, { from, to }));
  if (reasons.length > 0) return { reason: 'dropped', witness: broker.witness, at: last, reasons, isWhole };
  return isWhole ? { reason: 'nothing', witness: broker.witness, at: last } : { reason: 'dark' };
}

/** Whether one reason was counted over the whole time, without a moment at which nobody looked. */
function isCounted(reason: DropReason, spans: BrokerView['drops'], window: Window): boolean {
  const own = spans.filter(({ dropped }) => dropped[reason] !== undefined).sort((a, b) => a.from - b.from);
  let seenTo = window.from;
  for (const span of own) {
    if (span.from > seenTo) return false;
    seenTo = Math.max(seenTo, span.to);
  }
  return seenTo >= window.to;
}

function brokerOf(
  model: Model,
  health: HealthByWitness,
): (WitnessHealth & { readonly broker?: BrokerView }) | null {
  const names = [...model.witnesses.values()].filter(({ kind }) => kind === 'broker').map(({ name }) => name);
  return names.map((name) => health.get(name)).find((told) => told !== undefined) ?? null;
}

function latest(instants: readonly (number | null)[]): number | null {
  return instants.reduce<number | null>((a, b) => (b !== null && (a === null || b > a) ? b : a), null);
}
