import { describe, expect, test } from 'vitest';
import type { Observation, StageObservation } from '../../domain/observation.ts';
import { observation } from '../../testing/observation.ts';
import { at, BLIND, CONFIRMED, delivered, eyes, inShort, judgedAs, PLACED } from '../../testing/stuck.ts';

const row = (
  witness: 'shop-db' | 'mes-db',
  stage: string,
  minute: number,
  more: Partial<StageObservation> = {},
) =>
  observation({
    stage,
    at: at(minute),
    system: witness === 'shop-db' ? 'shop' : 'mes',
    witness,
    kind: witness === 'shop-db' ? 'entered' : 'seen',
    ...more,
  });
const told = (system: string, stage: string, minute: number) =>
  observation({ stage, at: at(minute), system, witness: 'traces' });
const listed = (stage: string, minute: number) =>
  observation({ stage, at: at(minute), system: 'mes', witness: 'operators', kind: 'listed' });

/** Over both hops: priced in the workshop, and known to be in the shop. */
const PRICED: readonly Observation[] = [
  ...PLACED,
  row('mes-db', 'PLACED', 0.2),
  told('mes', 'PLACED', 0.2),
  row('mes-db', 'PRICED', 1),
  told('mes', 'PRICED', 1),
  listed('PRICED', 1.2),
  row('shop-db', 'PRICED', 1.4),
];
const seenTo = (minutes: number, more: Parameters<typeof eyes>[0] = {}) =>
  new Map(
    [...eyes(more)].map(
      ([name, one]) =>
        [
          name,
          one.state === 'blind' ? one : { ...one, watermark: at(minutes), bySystem: undefined },
        ] as const,
    ),
  );

/** What is contradicted, and what was made of it, a minute before `minute` was the last that anybody saw. */
function judged(seen: readonly Observation[], minute = 25, health = seenTo(minute)) {
  const { disagreements } = judgedAs(seen, health as never, at(minute + 0.1));
  return disagreements.map(({ disagreement: { kind, ahead, behind }, diagnosis }) => [
    kind,
    `${ahead.witness} ${ahead.stage}`,
    `${behind.witness} ${behind.stage}`,
    diagnosis === null ? null : inShort(diagnosis),
  ]);
}

describe('Two databases', () => {
  test('that agree, or wait for a hop, contradict nobody', () => {
    expect(judged(PRICED)).toEqual([]);
    expect(judged([...PLACED, CONFIRMED, ...delivered(1)])).toEqual([]);
    expect(
      judged([...PLACED, row('mes-db', 'PLACED', 0.2), row('mes-db', 'PRICED', 1), listed('PRICED', 1)]),
    ).toEqual([]);
  });

  test('disagree where one has what its owner does not have', () => {
    const orphan = [row('shop-db', 'PRICED', 0)];
    expect(judged(orphan)).toEqual([['disagree', 'shop-db PRICED', 'mes-db null', 'likely drift']]);
  });

  test('disagree where a row was set back, touched or not', () => {
    const touched = [
      ...PRICED,
      row('shop-db', 'APPROVED', 2),
      row('mes-db', 'PLACED', 3),
      listed('PLACED', 3.1),
    ];
    expect(judged(touched)).toEqual([['disagree', 'shop-db APPROVED', 'mes-db PLACED', 'likely drift']]);
    const untouched = [...PRICED, row('mes-db', 'PRICED', 3, { kind: 'taken-back' }), listed('PLACED', 3.1)];
    expect(judged(untouched)).toEqual([['disagree', 'shop-db PRICED', 'mes-db PLACED', 'likely drift']]);
  });

  test('disagree by the doing of a service that told of it', () => {
    const back = [...PRICED, row('mes-db', 'PLACED', 3), told('mes', 'PLACED', 3), listed('PLACED', 3.1)];
    expect(judged(back)).toEqual([['disagree', 'shop-db PRICED', 'mes-db PLACED', 'proven disorder']]);
  });

  test('disagree by the doing of a service whose step forward nobody saw in the row', () => {
    const unseen = PRICED.filter(({ witness, kind }) => witness !== 'mes-db' || kind !== 'seen');
    const back = [...unseen, row('mes-db', 'PLACED', 3), told('mes', 'PLACED', 3), listed('PLACED', 3.1)];
    expect(judged(back)).toEqual([['disagree', 'shop-db PRICED', 'mes-db PLACED', 'proven disorder']]);
  });

  test('may be set back by either while no service is heard', () => {
    const back = [...PRICED, row('mes-db', 'PLACED', 3), listed('PLACED', 3.1)];
    const deaf = seenTo(25, { traces: BLIND });
    expect(judged(back, 25, deaf)).toEqual([
      ['disagree', 'shop-db PRICED', 'mes-db PLACED', 'drift | disorder'],
    ]);
  });

  test('are given the time that the model allows, and judged as far as both have seen', () => {
    const orphan = [row('shop-db', 'PRICED', 0)];
    const verdict = judgedAs(orphan, seenTo(10) as never, at(10));
    expect(verdict.disagreements).toMatchObject([{ diagnosis: null }]);
    expect(verdict.nextAt).toBeLessThanOrEqual(at(15) + 1);
    expect(judged(orphan, 25, seenTo(14))).toMatchObject([
      ['disagree', expect.anything(), expect.anything(), null],
    ]);
    expect(judged(orphan, 25, seenTo(25, { databases: BLIND }))).toMatchObject([
      ['disagree', expect.anything(), expect.anything(), null],
    ]);
  });

  test('and telemetry disagree where a service told of a change that its own table never had', () => {
    const untrue = [...PLACED, row('mes-db', 'PLACED', 0.2), listed('PLACED', 0.3), told('mes', 'PRICED', 1)];
    expect(judged(untrue)).toEqual([['disagree', 'traces PRICED', 'mes-db PLACED', 'likely drift']]);
  });

  test('agree again once the row is put right', () => {
    const back = [...PRICED, row('mes-db', 'PLACED', 3), row('mes-db', 'PRICED', 9)];
    expect(judged(back)).toEqual([]);
  });
});

describe('A row that is gone', () => {
  const gone = row('mes-db', 'PRICED', 3, { kind: 'gone' });

  test('has vanished, at once', () => {
    expect(judged([...PRICED, gone], 4)).toEqual([
      ['vanished', 'shop-db PRICED', 'mes-db null', 'proven vanished'],
    ]);
  });

  test('is back when it was written again, or was seen again', () => {
    expect(judged([...PRICED, gone, row('mes-db', 'PRICED', 5)])).toEqual([]);
    expect(judged([...PRICED, gone, row('mes-db', 'PRICED', 5, { kind: 'back' })])).toEqual([]);
  });

  test('of an order that is over was archived, and one that is gone everywhere was taken away', () => {
    const closed = [
      row('shop-db', 'APPROVED', 2),
      row('mes-db', 'MAKING', 3),
      row('mes-db', 'SHIPPED', 4),
      row('shop-db', 'CLOSED', 5),
    ];
    expect(judged([...PRICED, ...closed, row('mes-db', 'SHIPPED', 9, { kind: 'gone' })])).toEqual([]);
    const everywhere = row('shop-db', 'PRICED', 3.1, { kind: 'gone' });
    expect(judged([...PRICED, gone, everywhere])).toEqual([]);
  });
});

describe('A list that people work with', () => {
  test.each<[string, readonly Observation[], string]>([
    ['does not show the row', [], 'operators null'],
    ['shows it under another status', [listed('PLACED', 0.4)], 'operators PLACED'],
  ])('hides an order when it %s', (_, shown, behind) => {
    const unlisted = PRICED.filter((one) => one.kind !== 'listed');
    expect(judged([...unlisted, ...shown], 4)).toEqual([
      ['hidden', 'mes-db PRICED', behind, 'proven hidden'],
    ]);
  });

  test('hides nothing that it need not show, and nothing while it cannot be read', () => {
    const unlisted = PRICED.filter((one) => one.kind !== 'listed');
    expect(judged([...unlisted, row('shop-db', 'APPROVED', 2), row('mes-db', 'APPROVED', 2.1)], 6)).toEqual(
      [],
    );
    expect(judged(unlisted, 4, seenTo(4, { operators: BLIND }))).toEqual([
      ['hidden', 'mes-db PRICED', 'operators null', null],
    ]);
  });
});
