import type { Hop, Model } from '@orderwatch/model';
import type { Arrival, Course, HopMark } from '../../domain/journey.ts';
import type { HealthByWitness } from '../../domain/witness-health.ts';
import { type DropSight, type QueueSight, sightOfDrops, sightOfQueue } from './queue-sight.ts';
import { type Receipt, receiptOf } from './receipt.ts';
import { type Sending, sendingOf } from './sending.ts';
import { type Sight, sightOfDeadLetters, sightOfOutbox, sightOfSystem } from './sight.ts';

/** All that is known of how one status of one line travelled over one hop that it has not come to the end of. */
export interface HopWay {
  readonly hop: Hop;
  readonly startedAt: number | null;
  readonly startedBy: string | null;
  /** What its sender did with it last. */
  readonly sending: Sending;
  /** What its receiver did with it last. */
  readonly receipt: Receipt;
  /** The last that a dead-letter queue showed of it; null: nothing. */
  readonly deadLetter: HopMark | null;
  readonly sight: {
    readonly sending: Sight;
    readonly receiving: Sight;
    readonly deadLetters: Sight;
    readonly outbox: Sight;
    readonly queue: QueueSight;
    readonly drops: DropSight;
  };
  /** Whether telemetry tells anything at all that the sender did to this order. */
  readonly senderTold: boolean;
  /** What the receiver's row shows instead; null: it has none, or nobody reads it. */
  readonly behind: { readonly witness: string; readonly stage: string; readonly at: number | null } | null;
  /** The witnesses that would have shown the row, and saw past the deadline without it. */
  readonly rowUnseenBy: readonly string[];
}

/** What the reading of a way stands on. `due` as the deadline has it; `now` by our clock. */
export interface WayContext {
  readonly model: Model;
  readonly health: HealthByWitness;
  readonly due: number;
  readonly now: number;
}

/** A message is in its queue some moments after its span says that it is handed over. */
const INTO_QUEUE_MS = 1_000;

export function readWay(arrival: Arrival, hop: Hop, course: Course, context: WayContext): HopWay {
  const { model, health, due } = context;
  const { steps } = arrival;
  const ours = (at: number, witness: string | null) => at - (health.get(witness ?? '')?.skewMs ?? 0);
  const startedAt = ours(arrival.startedAt ?? due, arrival.witness);
  const window = { from: startedAt, to: Math.max(startedAt, ours(due, arrival.witness)) };
  const looking = { model, health, window };
  const sending = sendingOf(steps, hop);
  const sentAt = 'mark' in sending ? ours(sending.mark.at, sending.mark.witness) : null;
  return {
    hop,
    startedAt: arrival.startedAt,
    startedBy: arrival.witness,
    sending,
    receipt: receiptOf(steps, hop),
    deadLetter: steps.findLast(({ point }) => point === 'dead-lettered') ?? null,
    sight: {
      sending: sightOfSystem(hop.from, 'sending', looking),
      receiving: sightOfSystem(hop.to, 'receiving', looking),
      deadLetters: sightOfDeadLetters(hop, looking),
      outbox: sightOfOutbox(hop, looking),
      queue: sightOfQueue(hop.queue, (sentAt ?? startedAt) + INTO_QUEUE_MS, model, health),
      drops: sightOfDrops(window.from, window.to, model, health),
    },
    senderTold: toldOfSender(course, hop, model),
    behind: claimOfReceiver(course, hop, model),
    rowUnseenBy: readersOf(hop.to, model),
  };
}

/** Any word of the sender in telemetry: a status, a message, a write. */
function toldOfSender({ claims, arrivals }: Course, hop: Hop, model: Model): boolean {
  const isOfSender = ({ system, witness }: Pick<HopMark, 'system' | 'witness'>) =>
    system === hop.from && model.witnesses.get(witness)?.kind === 'trace';
  return claims.some(isOfSender) || arrivals.some(({ steps }) => steps.some(isOfSender));
}

function claimOfReceiver({ claims }: Course, hop: Hop, model: Model): HopWay['behind'] {
  const readers = readersOf(hop.to, model);
  const claim = claims.find(({ witness }) => readers.includes(witness));
  return claim === undefined ? null : { witness: claim.witness, stage: claim.stage, at: claim.at };
}

function readersOf(system: string, model: Model): readonly string[] {
  const tables = [...model.witnesses.values()].filter(
    (witness) => (witness.kind === 'database' || witness.kind === 'file') && witness.systems.includes(system),
  );
  return tables.map(({ name }) => name);
}
