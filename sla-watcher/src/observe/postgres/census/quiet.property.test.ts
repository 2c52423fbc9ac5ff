import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JourneyRecord } from '../../../domain/journey-record.ts';
import type { RawRecord } from '../../../domain/observation.ts';
import { coursesOf } from '../../../journey/course.ts';
import { emptyJourney, fold } from '../../../journey/fold.ts';
import { normalise } from '../../../normalise/normalise.ts';
import { expectedOf } from '../../../pipeline/expected.ts';
import { record } from '../../../store/contract/samples.ts';
import { HISTORY, watchedModel } from '../testing/watched-model.ts';
import type { Shown } from './shown.ts';
import { tellOf } from './tell.ts';

const T0 = Date.UTC(2026, 10, 20);
const LATER = T0 + 3_600_000;
/** A census steps back from stage to stage, of each line; more rounds than these would be without end. */
const MOST_ROUNDS = 6;
const TABLE = HISTORY.replace('public.history', 'public.orders').replace(
  'columns: {',
  'statuses: { sent: MADE }\n    columns: { line: line,',
);

interface Row {
  readonly line: string;
  readonly status: string;
  readonly at: number;
}

const rows = fc.array(
  fc.record({
    line: fc.constantFrom('', '', 'a', 'b'),
    status: fc.constantFrom('PLACED', 'MADE'),
    at: fc.integer({ min: 1, max: 9 }).map((n) => T0 + n * 1000),
  }),
  { maxLength: 5 },
);

function recordsOf(witness: string, table: readonly Row[]): readonly RawRecord[] {
  return table.map(({ line, status, at }, i) => {
    const row = { order_id: '42', line, status, at: new Date(at).toISOString(), id: String(i) };
    return { kind: 'row', witness, position: `row ${i}`, row };
  });
}

function shownOf(table: readonly Row[]): readonly Shown[] {
  return table.map(({ line, status, at }, i) => ({
    line,
    stage: status,
    at,
    row: {
      key: String(i),
      row: { order_id: '42', line, status, at: new Date(at).toISOString(), id: String(i) },
    },
  }));
}

/** Of a snapshot a table has but one row of each line: the last that was written. */
function asSnapshot(table: readonly Row[]): readonly Row[] {
  return [...new Map(table.map((row) => [row.line, row])).values()];
}

it.each(['history', 'snapshot'] as const)(
  'a census of a %s that has told all there is to tell is silent, whatever was lost and came again',
  (shape) => {
    const { model, config } = watchedModel(TABLE.replace('shape: history', `shape: ${shape}`));
    const take = (journey: JourneyRecord['journey'], records: readonly RawRecord[]) => {
      const { observations, rejections } = normalise(records, model, LATER + 3_600_000);
      expect(rejections).toEqual([]);
      return fold(journey, observations);
    };
    const tables = fc.array(fc.record({ given: rows, polled: fc.boolean() }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rows, tables, (first, later) => {
        let journey = take(emptyJourney('42'), recordsOf(config.name, first));
        let now = LATER;
        for (const { given, polled } of later) {
          const table = shape === 'snapshot' ? asSnapshot(given) : given;
          // A poll reads what is written anew, and nothing of what was restored.
          if (polled) journey = take(journey, recordsOf(config.name, table));
          let told: readonly RawRecord[];
          let round = 0;
          do {
            now += 60_000;
            const expected = expectedOf(record('42', { journey }), config, model);
            told = expected === null ? [] : tellOf(config, [expected], [shownOf(table)], now);
            journey = take(journey, told);
            round += 1;
          } while (told.length > 0 && round < MOST_ROUNDS);
          expect(told).toEqual([]);
          if (!polled) continue;
          const claimed = coursesOf(journey, model).flatMap(({ line, claims }) =>
            claims.map(({ stage }) => ({ line, stage })),
          );
          for (const { line, stage } of claimed) {
            const own = table.filter((row) => row.line === line);
            const speaking = own.length > 0 ? own : table.filter((row) => row.line === '' || line === '');
            expect(speaking.map(({ status }) => status)).toContain(stage);
          }
        }
      }),
      { numRuns: 500 },
    );
  },
);
