import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Conclusion, LossClass } from '../domain/diagnosis.ts';
import type { Observation } from '../domain/observation.ts';
import type { BrokerView } from '../domain/queue-history.ts';
import type { SystemSight } from '../domain/witness-health.ts';
import {
  at,
  brokerView,
  CONFIRMED,
  delivered,
  EMPTY,
  eyes,
  gap,
  judgedAs,
  LOOKED_AT,
  PLACED,
  point,
  queueSpan,
} from '../testing/stuck.ts';

/** What really happened, and all that it left behind where everybody looks. */
interface Truth {
  readonly loss: LossClass;
  readonly seen: readonly Observation[];
  readonly broker?: BrokerView;
  /** How far the receiver's telemetry goes, and where it is not whole, with every eye open. */
  readonly mes?: Partial<SystemSight>;
}

const letter = point('dead-lettered', 1, { witness: 'dead-letters', outcome: 'rejected', attempt: 1 });
const requeued = (minute: number) => delivered(minute, { outcome: 'requeued' }, 'failed');
/** Of a span that is open, which holds back how far its service was seen. */
const inHand = (minute: number) => point('received', minute);
const openSince = (minute: number) => ({
  mes: { watermark: at(minute) },
  broker: brokerView({ unacked: 1 }),
});
/** It was delivered at the first minute, and is in its queue again since its consumer died. */
const GIVEN_BACK: BrokerView = {
  ...EMPTY,
  queues: [
    {
      queue: 'mes.orders',
      spans: [
        queueSpan(-1, 0.9, { ready: 1, delivered: 100 }),
        queueSpan(1.1, 4.9, { ready: 1, consumers: 0, delivered: 101 }),
      ],
      missingAt: null,
    },
  ],
};

const TRUTHS: readonly Truth[] = [
  { loss: 'not-published', seen: [] },
  { loss: 'not-published', seen: [point('in-outbox', 0.1, { witness: 'outbox' })] },
  {
    loss: 'publish-failed',
    seen: [point('published', 0.1, { outcome: 'returned' })],
    broker: brokerView({}, { unroutable: 1 }),
  },
  { loss: 'publish-failed', seen: [point('published', 0.1, { outcome: 'nacked' })] },
  { loss: 'publish-failed', seen: [CONFIRMED], broker: brokerView({}, { unroutable: 1 }) },
  { loss: 'lost-in-broker', seen: [CONFIRMED] },
  { loss: 'lost-in-broker', seen: [CONFIRMED], broker: brokerView({ ready: 2 }, { expired: 1 }) },
  { loss: 'waiting', seen: [CONFIRMED], broker: brokerView({ ready: 2, consumers: 0 }) },
  { loss: 'waiting', seen: [CONFIRMED], broker: brokerView({ unacked: 1 }) },
  { loss: 'waiting', seen: [CONFIRMED, inHand(1)], ...openSince(1) },
  { loss: 'waiting', seen: [CONFIRMED, inHand(4)], ...openSince(4) },
  { loss: 'waiting', seen: [CONFIRMED, ...requeued(1), inHand(2)], ...openSince(2) },
  // Its process died, and the broker has it back: of what was in hand nobody tells the end.
  {
    loss: 'waiting',
    seen: [CONFIRMED, inHand(1)],
    mes: gap(1, 4, true),
    broker: GIVEN_BACK,
  },
  { loss: 'consumer-failed', seen: [CONFIRMED, inHand(1)], mes: gap(1, 4, true) },
  { loss: 'dead-lettered', seen: [CONFIRMED, ...requeued(1), ...requeued(2), inHand(4)], ...openSince(4) },
  {
    loss: 'dead-lettered',
    seen: [CONFIRMED, ...delivered(1, { outcome: 'nacked' }, 'failed'), letter],
    broker: brokerView({}, { rejected: 1 }),
  },
  {
    loss: 'dead-lettered',
    seen: [CONFIRMED, ...requeued(1), ...requeued(2), ...requeued(3)],
    broker: brokerView({ unacked: 1 }),
  },
  { loss: 'consumer-failed', seen: [CONFIRMED, ...delivered(1, { error: 'TypeError' }, 'failed')] },
  { loss: 'not-stored', seen: [CONFIRMED, ...delivered(1)] },
];

/** Which eyes are shut, and of a shut one's spans those that came all the same. */
interface Sight {
  readonly shut: ReadonlySet<string>;
  readonly kept: ReadonlySet<number>;
  /** The eye that is shut, or is not there at all. */
  readonly absent: boolean;
}

const EYES = ['shop', 'mes', 'broker', 'drops', 'dead-letters', 'outbox'] as const;
const sight = fc.record({
  shut: fc.subarray([...EYES]).map((names) => new Set<string>(names)),
  kept: fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8]).map((indices) => new Set(indices)),
  absent: fc.boolean(),
});

function eyeOf({ witness, system }: Observation): string {
  return witness === 'traces' ? system : witness;
}

function seenOf({ seen }: Truth, { shut, kept }: Sight): readonly Observation[] {
  // An outbox and a dead-letter queue are read whole or not at all; spans are lost one by one.
  return seen.filter((one, i) => !shut.has(eyeOf(one)) || (one.witness === 'traces' && kept.has(i)));
}

function healthOf({ broker = EMPTY, mes = {} }: Truth, { shut, absent }: Sight) {
  const dark = { state: 'blind', watermark: at(-1), gaps: [] } as const;
  const lost = { gaps: [{ from: at(-0.5), to: at(3) }] };
  const part = (system: string) => (shut.has(system) ? (absent ? dark : lost) : {});
  const view = shut.has('drops') ? { ...broker, drops: [] } : broker;
  return eyes({
    shop: part('shop'),
    mes: shut.has('mes') ? part('mes') : mes,
    broker: shut.has('broker') ? null : view,
    ...(shut.has('dead-letters') ? { deadLetters: dark } : {}),
    ...(shut.has('outbox') ? { outbox: dark } : {}),
    without: absent ? ['dead-letters', 'outbox', 'broker'].filter((name) => shut.has(name)) : [],
  });
}

function concluded(truth: Truth, with_: Sight): Conclusion {
  const { diagnoses } = judgedAs([...PLACED, ...seenOf(truth, with_)], healthOf(truth, with_), LOOKED_AT);
  const [diagnosis] = diagnoses;
  if (diagnosis === undefined) throw new Error('nothing was told');
  return diagnosis.conclusion;
}

function losses(conclusion: Conclusion): readonly LossClass[] {
  if (conclusion.reason === 'decided') return [conclusion.loss];
  return conclusion.reason === 'either' ? conclusion.losses : conclusion.among;
}

const truth = fc.constantFrom(...TRUTHS);

describe('Whatever eyes are shut', () => {
  test('the truth is never excluded', () => {
    fc.assert(
      fc.property(truth, sight, (really, given) => {
        expect(losses(concluded(really, given))).toContain(really.loss);
      }),
      { numRuns: 30_000 },
    );
  });

  test('more evidence never leaves more open, and never turns right into wrong', () => {
    fc.assert(
      fc.property(truth, sight, fc.subarray([...EYES]), (really, given, opened) => {
        const more = {
          ...given,
          shut: new Set([...given.shut].filter((eye) => !(opened as string[]).includes(eye))),
        };
        const [few, many] = [losses(concluded(really, given)), losses(concluded(really, more))];
        expect(many).toContain(really.loss);
        expect(few).toEqual(expect.arrayContaining([...many]));
      }),
      { numRuns: 30_000 },
    );
  });

  test('less evidence leads to a weaker verdict at most', () => {
    fc.assert(
      fc.property(truth, sight, (really, given) => {
        const [whole, less] = [concluded(really, { ...given, shut: new Set() }), concluded(really, given)];
        const rank = (c: Conclusion) =>
          c.reason === 'decided' ? (c.confidence === 'proven' ? 0 : 1) : c.reason === 'either' ? 2 : 3;
        expect(rank(less)).toBeGreaterThanOrEqual(rank(whole));
      }),
      { numRuns: 30_000 },
    );
  });
});
