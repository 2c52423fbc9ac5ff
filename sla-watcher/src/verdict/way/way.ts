import type { Hop, Model } from '@orderwatch/model';
import type { Arrival, Course, HopMark } from '../../domain/journey.ts';
import type { HealthByWitness } from '../../domain/witness-health.ts';
import { type DropSight, type QueueSight, sightOfDrops, sightOfQueue } from './queue-sight.ts';
import { type Receipt, receiptOf } from './receipt.ts';
import { type Sending, sendingOf } from './sending.ts';
import { type Sight, sightOfDeadLetters, sightOfOutbox, sightOfSystem, sightOfWitness } from './sight.ts';

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
  /** It has left the dead letters again: a handler was given it since. */
  readonly isPutBack: boolean;
  readonly sight: {
    readonly sending: Sight;
    readonly receiving: Sight;
    /** Its receiver's telemetry up to now, where a handler was seen to have it; else null. */
    readonly holding: Sight | null;
    readonly deadLetters: Sight;
    readonly outbox: Sight;
    readonly queue: QueueSight;
    readonly drops: DropSight;
  };
  /** Something was sent since, and nobody knows over which hop. */
  readonly hasStray: boolean;
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
  const { model, health, due, now } = context;
  const { steps } = arrival;
  const ours = (at: number, witness: string | null) => at - (health.get(witness ?? '')?.skewMs ?? 0);
  const startedAt = ours(arrival.startedAt ?? due, arrival.witness);
  const window = { from: startedAt, to: Math.max(startedAt, ours(due, arrival.witness)) };
  const looking = { model, health, window };
  const sending = sendingOf(steps, hop);
  const atOf = (mark: HopMark) => ours(mark.at, mark.witness);
  const sentAt = 'mark' in sending ? atOf(sending.mark) : null;
  const receipt = receiptOf(steps, hop);
  const inHand = receipt.reason === 'in-hand' ? receipt.mark : null;
  const deadLetter = steps.findLast(({ point }) => point === 'dead-lettered') ?? null;
  const upToNow = { model, health, window: { from: window.from, to: now } };
  return {
    hop,
    startedAt: arrival.startedAt,
    startedBy: arrival.witness,
    sending,
    receipt,
    deadLetter,
    isPutBack: inHand !== null && deadLetter !== null && atOf(inHand) > atOf(deadLetter),
    sight: {
      sending: sightOfSystem(hop.from, 'sending', looking),
      receiving: sightOfSystem(hop.to, 'receiving', looking),
      holding: inHand && sightOfWitness(inHand.witness, hop.to, 'receiving', upToNow),
      deadLetters: sightOfDeadLetters(hop, looking),
      outbox: sightOfOutbox(hop, looking),
      queue: sightOfQueue(hop.queue, (sentAt ?? startedAt) + INTO_QUEUE_MS, model, health),
      drops: sightOfDrops(window.from, window.to, model, health),
    },
    hasStray: course.strays.some(
      (mark) => mark.system === hop.from && ours(mark.at, mark.witness) >= startedAt,
    ),
    senderTold: toldOfSender(course, hop, model),
    behind: claimOfReceiver(course, hop, model),
    rowUnseenBy: readersOf(hop.to, model),
  };
}

/** Any word in telemetry of who sends it, or of who writes the status. */
function toldOfSender({ heardOf }: Course, hop: Hop, model: Model): boolean {
  return heardOf.includes(hop.from) || heardOf.includes(model.stages.get(hop.status)?.system ?? hop.from);
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
