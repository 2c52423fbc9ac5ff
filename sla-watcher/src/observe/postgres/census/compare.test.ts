import { describe, expect, it } from 'vitest';
import type { ExpectedLine } from '../../../domain/expected.ts';
import { compareLine } from './compare.ts';
import type { Shown } from './shown.ts';

const LAST = { stage: 'MADE', at: 200 };

function expectedLine(given: Partial<ExpectedLine> = {}): ExpectedLine {
  return { line: '', claim: LAST, said: [], ...given };
}
function shows(stage: string | null, at: number | null, line = ''): Shown {
  return { line, stage, at, row: { key: `${stage} ${at}`, row: {} } };
}
function changed(stage: string, at: number, line = ''): Shown {
  return { line, stage, at, row: null };
}

const said = (says: 'gone' | 'taken-back' | 'back', stage: string, at: number) => ({ says, stage, at });
const findings = (...args: Parameters<typeof compareLine>) =>
  compareLine(...args).map(
    ({ says, stage, row }) => `${says} ${stage}${row === null ? '' : ' with its row'}`,
  );

describe.each(['history', 'snapshot', 'wide'] as const)('a %s', (shape) => {
  it('without a row is gone, once', () => {
    expect(findings(expectedLine(), [], shape)).toEqual(['gone MADE']);
    const known = expectedLine({ claim: null, said: [said('gone', 'MADE', 300)] });
    expect(findings(known, [], shape)).toEqual([]);
  });

  it('that shows what it showed last says nothing', () => {
    expect(findings(expectedLine(), [shows('MADE', 200)], shape)).toEqual([]);
  });

  it('of another line is no row of this one, and one of no line is', () => {
    const ring = expectedLine({ line: 'ring' });
    expect(findings(ring, [shows('MADE', 200, 'box')], shape)).toEqual(['gone MADE']);
    expect(findings(ring, [shows('MADE', 200)], shape)).toEqual([]);
    expect(findings(expectedLine(), [shows('MADE', 200, 'box')], shape)).toEqual([]);
  });
});

describe('a history', () => {
  const cases: readonly [string, ExpectedLine, readonly Shown[], readonly string[]][] = [
    ['keeps its older rows', expectedLine(), [changed('PLACED', 100), changed('MADE', 200)], []],
    ['lost its last row', expectedLine(), [changed('PLACED', 100)], ['taken-back MADE']],
    ['lost it, and a later one is there', expectedLine(), [changed('SENT', 300)], ['taken-back MADE']],
    [
      'has only rows that say nothing',
      expectedLine(),
      [{ ...changed('x', 9), stage: null }],
      ['taken-back MADE'],
    ],
    [
      'has again what was gone',
      expectedLine({ claim: null, said: [said('gone', 'MADE', 300)] }),
      [changed('PLACED', 100), changed('MADE', 200)],
      ['back PLACED', 'back MADE'],
    ],
    [
      'has it again, as was told',
      expectedLine({
        said: [said('gone', 'MADE', 300), said('back', 'MADE', 301), said('back', 'PLACED', 301)],
      }),
      [changed('PLACED', 100), changed('MADE', 200)],
      [],
    ],
    [
      'has rows that are newer than when it was gone',
      expectedLine({ claim: null, said: [said('gone', 'MADE', 300)] }),
      [changed('PLACED', 400)],
      [],
    ],
    [
      'has again the row that was taken back',
      expectedLine({ claim: { stage: 'PLACED', at: 100 }, said: [said('taken-back', 'MADE', 300)] }),
      [changed('PLACED', 100), changed('MADE', 200)],
      ['back MADE'],
    ],
  ];
  it.each(cases)('that %s', (_, expected, shown, told) => {
    expect(findings(expected, shown, 'history')).toEqual(told);
  });
});

describe('a snapshot', () => {
  const taken = [said('taken-back', 'MADE', 300)];
  const cases: readonly [string, ExpectedLine, readonly Shown[], readonly string[]][] = [
    ['has moved on is left to the poll', expectedLine(), [shows('SENT', 201)], []],
    [
      'was set back without a new time',
      expectedLine(),
      [shows('PLACED', 200)],
      ['taken-back MADE with its row'],
    ],
    ['was restored', expectedLine(), [shows('PLACED', 100)], ['taken-back MADE with its row']],
    ['was set back and touched is left to the poll', expectedLine(), [shows('PLACED', 300)], []],
    ['shows a status that says nothing', expectedLine(), [shows(null, 100)], []],
    ['has a time that SQL cannot read', expectedLine(), [shows('PLACED', null)], []],
    ['has two rows, one of which shows it', expectedLine(), [shows('PLACED', 90), shows('MADE', 80)], []],
    [
      'has two rows, neither of which shows it',
      expectedLine(),
      [shows('PLACED', 90), shows('SENT', 150)],
      ['taken-back MADE with its row'],
    ],
    [
      'is there again after it was gone',
      expectedLine({ claim: null, said: [said('gone', 'MADE', 300)] }),
      [shows('PLACED', 100)],
      ['back PLACED with its row'],
    ],
    [
      'is set forth again without a new time',
      expectedLine({ claim: { stage: 'PLACED', at: 200 }, said: taken }),
      [shows('MADE', 200)],
      ['taken-back PLACED with its row', 'back MADE with its row'],
    ],
    [
      'has a newer time that its clock puts before it was taken back',
      expectedLine({ claim: { stage: 'PLACED', at: 200 }, said: taken }),
      [shows('MADE', 250)],
      ['back MADE with its row'],
    ],
  ];
  it.each(cases)('that %s', (_, expected, shown, told) => {
    expect(findings(expected, shown, 'snapshot')).toEqual(told);
  });
});

describe('a wide row', () => {
  const cases: readonly [string, ExpectedLine, readonly Shown[], readonly string[]][] = [
    ['keeps its times', expectedLine(), [shows('PLACED', 100), shows('MADE', 200), shows(null, null)], []],
    [
      'has lost its last time',
      expectedLine(),
      [shows('PLACED', 100), shows(null, null)],
      ['taken-back MADE with its row'],
    ],
    ['has another time of it', expectedLine(), [shows('MADE', 150)], []],
    [
      'states another status without a time, which the poll will read',
      expectedLine({ claim: { stage: 'MADE', at: null } }),
      [shows('PLACED', 100), shows('SENT', null)],
      [],
    ],
    [
      'is there again',
      expectedLine({ claim: null, said: [said('gone', 'MADE', 300)] }),
      [shows('PLACED', 100), shows('MADE', 200)],
      ['back PLACED with its row', 'back MADE with its row'],
    ],
  ];
  it.each(cases)('that %s', (_, expected, shown, told) => {
    expect(findings(expected, shown, 'wide')).toEqual(told);
  });
});
