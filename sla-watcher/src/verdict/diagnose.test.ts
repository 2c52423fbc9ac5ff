import { describe, expect, test } from 'vitest';
import type { Observation } from '../domain/observation.ts';
import type { HealthByWitness, WitnessHealth } from '../domain/witness-health.ts';
import { observation } from '../testing/observation.ts';
import {
  at,
  BLIND,
  brokerView,
  CONFIRMED,
  delivered,
  eyes,
  gap,
  inShort,
  judgedAs,
  PLACED,
  point,
} from '../testing/stuck.ts';

const DARK = { shop: BLIND, mes: BLIND } as const;
const letter = point('dead-lettered', 1, { witness: 'dead-letters', outcome: 'rejected', attempt: 1 });
const requeued = (minute: number) => delivered(minute, { outcome: 'requeued' }, 'failed');
const rejected = delivered(1, { outcome: 'nacked' }, 'failed');
const inOutbox = point('in-outbox', 0.1, { witness: 'outbox' });
const noConsumer = brokerView({ ready: 3, consumers: 0 });
const held = brokerView({ ready: 3 });
/** Given to a handler, says the record of a span that is still open. */
const inHand = (minute: number) => point('received', minute);
/** As far as its oldest open span allows. */
const openSince = (minute: number) => ({ mes: { watermark: at(minute) } });

type Case = readonly [what: string, seen: readonly Observation[], expected: string, health?: HealthByWitness];

const CASES: readonly Case[] = [
  // 1
  ['never published, while everybody looked', [], 'likely not-published'],
  [
    'waiting in the outbox, whoever else is blind',
    [inOutbox],
    'proven not-published',
    eyes({ ...DARK, broker: null }),
  ],
  ['of a process that was killed', [], 'likely not-published', eyes({ shop: gap(-0.1, 0.5, true) })],
  [
    'of a killed process, while the broker dropped something',
    [],
    '?',
    eyes({ shop: gap(-0.1, 0.5, true), broker: brokerView({}, { expired: 1 }) }),
  ],
  ['of a process whose telemetry was lost on the way', [], '?', eyes({ shop: gap(-0.1, 0.5) })],
  // 2
  ['given back by the broker', [point('published', 0.1, { outcome: 'returned' })], 'proven publish-failed'],
  ['refused by the broker', [point('published', 0.1, { outcome: 'nacked' })], 'proven publish-failed'],
  [
    'refused once, and taken then',
    [point('published', 0.1, { outcome: 'nacked' }), point('published', 0.2, { outcome: 'confirmed' })],
    'likely lost-in-broker',
  ],
  [
    'confirmed, while something was unroutable',
    [CONFIRMED],
    'publish-failed | lost-in-broker',
    eyes({ broker: brokerView({}, { unroutable: 1 }) }),
  ],
  // 3
  ['confirmed, and in no queue', [CONFIRMED], 'likely lost-in-broker'],
  [
    'confirmed, in no queue, and something expired',
    [CONFIRMED],
    'likely lost-in-broker',
    eyes({ broker: brokerView({}, { expired: 1 }) }),
  ],
  [
    'published by an agent that tells no confirms',
    [point('published', 0.1)],
    'publish-failed | lost-in-broker',
  ],
  [
    'the same, and nobody knows what was dropped',
    [point('published', 0.1)],
    'publish-failed | lost-in-broker',
    eyes({ broker: brokerView({}, null) }),
  ],
  // 4
  ['in a queue without a consumer', [CONFIRMED], 'likely waiting', eyes({ broker: noConsumer })],
  ['in a queue that holds messages', [CONFIRMED], 'lost-in-broker | waiting', eyes({ broker: held })],
  ['confirmed, and nobody reads the queue', [CONFIRMED], '?', eyes({ broker: null })],
  [
    'routed into a queue that nobody reads',
    [point('published', 0.1, { outcome: 'routed' })],
    'lost-in-broker | waiting',
    eyes({ broker: null }),
  ],
  ['in hand, while its span is open', [CONFIRMED, inHand(1)], 'proven waiting', eyes(openSince(1))],
  ['in hand since after it was due', [CONFIRMED, inHand(3)], 'proven waiting', eyes(openSince(3))],
  [
    'in hand, though nobody saw it sent',
    [inHand(1)],
    'proven waiting',
    eyes({ ...openSince(1), shop: BLIND }),
  ],
  [
    'in hand, and its sender was killed',
    [inHand(1)],
    'proven waiting',
    eyes({ ...openSince(1), shop: gap(-0.1, 0.5, true) }),
  ],
  [
    'in hand, and still in the outbox, which its relay did not come to clear',
    [inOutbox, inHand(1)],
    'proven waiting',
    eyes(openSince(1)),
  ],
  [
    'in hand after it was given back once',
    [CONFIRMED, ...requeued(1), inHand(2)],
    'proven waiting',
    eyes(openSince(2)),
  ],
  [
    'in hand again, after it failed and was sent once more',
    [CONFIRMED, ...delivered(0.5, { error: 'TypeError' }, 'failed'), inHand(1)],
    'proven waiting',
    eyes(openSince(1)),
  ],
  [
    'in hand, put back from the dead letters',
    [CONFIRMED, letter, inHand(2)],
    'proven waiting',
    eyes(openSince(2)),
  ],
  [
    'in hand of a process that was killed',
    [CONFIRMED, inHand(1)],
    '?',
    eyes({ mes: gap(1, 4, true), broker: noConsumer }),
  ],
  [
    'in hand of a process that was killed after it was due',
    [CONFIRMED, inHand(1)],
    '?',
    eyes({ mes: gap(3, 4, true), broker: noConsumer }),
  ],
  [
    'in hand of a process whose telemetry was lost since',
    [CONFIRMED, inHand(1)],
    '?',
    eyes({ mes: gap(3, 4), broker: held }),
  ],
  ['in hand, while its receiver is blind', [CONFIRMED, inHand(1)], '?', eyes({ mes: BLIND, broker: held })],
  [
    'in hand, says an agent that never tells an end',
    [CONFIRMED, inHand(1)],
    '?',
    eyes({ mes: { state: 'unknown', watermark: null }, broker: held }),
  ],
  // 5
  [
    'in hand, and it goes round',
    [CONFIRMED, ...requeued(1), ...requeued(2), inHand(3)],
    'proven dead-lettered',
    eyes(openSince(3)),
  ],
  [
    'in hand for the third time, as its queue counts',
    [CONFIRMED, point('received', 1, { attempt: 3 })],
    'proven dead-lettered',
    eyes(openSince(1)),
  ],
  [
    'dead-lettered from a hand of whose end the news is on its way',
    [CONFIRMED, inHand(0.5), letter],
    'proven dead-lettered',
    eyes(openSince(0.5)),
  ],
  ['dead-lettered', [CONFIRMED, letter], 'proven dead-lettered'],
  ['dead-lettered, seen by no service', [letter], 'proven dead-lettered', eyes(DARK)],
  ['given back again and again', [CONFIRMED, ...requeued(1), ...requeued(2)], 'proven dead-lettered'],
  [
    'rejected, and nobody reads dead letters',
    [CONFIRMED, ...rejected],
    'dead-lettered | consumer-failed',
    eyes({ deadLetters: BLIND, broker: brokerView({}, null) }),
  ],
  [
    'dead-lettered, and handled once it was put back',
    [CONFIRMED, letter, ...delivered(2)],
    'proven not-stored',
  ],
  // 6
  [
    'failed, and acknowledged',
    [CONFIRMED, ...delivered(1, { error: 'TypeError' }, 'failed')],
    'proven consumer-failed',
  ],
  ['rejected, and among no dead letters', [CONFIRMED, ...rejected], 'proven consumer-failed'],
  // 7
  ['handled, without a row', [CONFIRMED, ...delivered(1)], 'proven not-stored'],
  ['handled, though nobody saw it sent', delivered(1), 'proven not-stored', eyes({ shop: BLIND })],
  [
    'handled, says an agent that sees no caught errors',
    [CONFIRMED, ...delivered(1, { outcome: null })],
    'consumer-failed | not-stored',
    eyes({ mes: { state: 'unknown', watermark: null } }),
  ],
  // who is blind
  ['with every service blind', [], '?', eyes(DARK)],
  ['confirmed, with a blind receiver', [CONFIRMED], '?', eyes({ mes: BLIND })],
  [
    'without telemetry, the broker or dead letters',
    [],
    '?',
    eyes({ without: ['traces', 'broker', 'dead-letters', 'outbox'] }),
  ],
];

describe('An order that did not come over its hop', () => {
  test.each(CASES.map(([what, seen, expected, health = eyes()]) => ({ what, seen, expected, health })))(
    '$what',
    ({ seen, expected, health }) => {
      const { judgements, diagnoses } = judgedAs([...PLACED, ...seen], health);
      const late = judgements.find(({ outcome }) => outcome.reason === 'late-at-hop');
      expect(late?.diagnosis?.place).toEqual({ kind: 'hop', hop: 'placed-to-mes' });
      expect(inShort(late?.diagnosis ?? (diagnoses[0] as never))).toBe(expected);
    },
  );

  test('written by a hand on the database, of which no service tells, is drift', () => {
    const byHand = [observation({ stage: 'PLACED', at: at(0), system: 'shop', witness: 'shop-db' })];
    expect(judgedAs(byHand).diagnoses.map(inShort)).toEqual(['likely drift']);
  });

  test('of which something was sent over nobody knows which hop is not called unpublished', () => {
    const stray = point('published', 0.2, { hop: null, outcome: 'routed' });
    const [diagnosis] = judgedAs([...PLACED, stray]).diagnoses;
    expect(diagnosis?.conclusion.reason).toBe('undetermined');
    const before = point('published', -1, { hop: null, outcome: 'routed' });
    expect(judgedAs([...PLACED, before]).diagnoses.map(inShort)).toEqual(['likely not-published']);
  });

  test('says for what it is, against what it is not, and who was blind', () => {
    const [diagnosis] = judgedAs([...PLACED, CONFIRMED], eyes({ mes: BLIND })).diagnoses;
    const said = diagnosis?.evidence.map(({ speaks, loss, fact }) => `${speaks} ${loss}: ${fact}`);
    expect(said).toContain('for lost-in-broker: confirmed');
    expect(said).toContain('against not-published: confirmed');
    expect(diagnosis?.missing).toEqual([
      { on: 'receiving', system: 'mes', witness: 'traces', because: 'blind' },
    ]);
  });
});

describe('A message in hand', () => {
  const said = (health: HealthByWitness) => judgedAs([...PLACED, CONFIRMED, inHand(1)], health).diagnoses[0];

  test('is told with the span in which it is handled, and why it is nothing else', () => {
    const evidence = said(eyes(openSince(1)))?.evidence ?? [];
    expect(evidence.map(({ speaks, loss, fact }) => `${speaks} ${loss}: ${fact}`)).toEqual([
      'for waiting: confirmed',
      'for waiting: received',
      'against not-published: confirmed',
      'against publish-failed: received',
      'against lost-in-broker: received',
      'against dead-lettered: received',
      'against consumer-failed: received',
      'against not-stored: received',
    ]);
    expect(evidence.find(({ fact }) => fact === 'received')).toMatchObject({
      ...{ witness: 'traces', at: at(1), spanId: 'received-1' },
    });
  });

  test('of which its process took the end along names that eye', () => {
    expect(said(eyes({ mes: gap(3, 4, true) }))?.missing).toContainEqual({
      ...{ on: 'receiving', system: 'mes', witness: 'traces', because: 'gap' },
    });
  });
});

describe('What a replay would do', () => {
  test.each<[string, readonly Observation[], object, HealthByWitness?]>([
    [
      'a message that was never received is safe to send',
      [CONFIRMED],
      { advice: 'safe', message: 'never-received', targetRow: 'absent' },
    ],
    ['one that waits needs none', [CONFIRMED], { advice: 'not-needed' }, eyes({ broker: noConsumer })],
    [
      'one that is in hand needs none',
      [CONFIRMED, inHand(1)],
      { advice: 'not-needed', message: 'received' },
      eyes(openSince(1)),
    ],
    ['one in the outbox needs none', [inOutbox], { advice: 'not-needed' }],
    [
      'of one whose receiver nobody heard is not known',
      [CONFIRMED],
      { advice: 'unknown', message: 'unknown' },
      eyes({ mes: BLIND }),
    ],
    [
      'one that was handled is safe where its handler sent nothing on',
      [CONFIRMED, ...delivered(1)],
      { advice: 'safe', message: 'handled' },
    ],
  ])('%s', (_, seen, expected, health = eyes()) => {
    expect(judgedAs([...PLACED, ...seen], health).diagnoses[0]?.replay).toMatchObject(expected);
  });
});

describe('An order late in its stage', () => {
  const inWork = [
    ...PLACED,
    observation({ stage: 'PLACED', at: at(0.5), system: 'mes', witness: 'mes-db', kind: 'seen' }),
  ];
  const listed = observation({
    stage: 'PLACED',
    at: at(1),
    system: 'mes',
    witness: 'operators',
    kind: 'listed',
  });
  const seenTo = (minutes: number) =>
    new Map([...eyes()].map(([name, one]) => [name, { ...one, watermark: at(minutes) }]));
  const late = (seen: readonly Observation[], health: HealthByWitness = seenTo(40)) =>
    judgedAs(seen, health, at(40.1)).diagnoses.map((d) => [d.place, inShort(d)]);

  test('is being worked on, where it has come to who works on it', () => {
    expect(late([...inWork, listed])).toEqual([[{ kind: 'stage', stage: 'PLACED' }, 'likely working']]);
  });

  test('is hidden, where the list of those who work on it does not show it', () => {
    expect(late(inWork)).toEqual([[{ kind: 'stage', stage: 'PLACED' }, 'proven hidden']]);
    const unlisted = observation({
      stage: 'PLACED',
      at: at(2),
      system: 'mes',
      witness: 'operators',
      kind: 'unlisted',
    });
    expect(late([...inWork, listed, unlisted])).toEqual([
      [{ kind: 'stage', stage: 'PLACED' }, 'proven hidden'],
    ]);
  });

  test('may be either while nobody sees the list', () => {
    const health = new Map<string, WitnessHealth>(seenTo(40)).set('operators', {
      ...(eyes().get('operators') as WitnessHealth),
      ...BLIND,
    });
    expect(late(inWork, health)).toEqual([[{ kind: 'stage', stage: 'PLACED' }, 'working | hidden']]);
  });

  test('because of a hop is told with that hop, once', () => {
    expect(late([...PLACED, CONFIRMED, ...delivered(1)])).toEqual([
      [{ kind: 'hop', hop: 'placed-to-mes' }, 'proven not-stored'],
    ]);
  });
});
