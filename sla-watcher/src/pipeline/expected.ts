import type { DatabaseWitness, Model } from '@orderwatch/model';
import type { AskExpected, ExpectedLine, ExpectedOrder, RowSaying, SaidOfRow } from '../domain/expected.ts';
import { ROW_SAYINGS } from '../domain/expected.ts';
import type { Claim, Course, Mark, SideMark } from '../domain/journey.ts';
import type { JourneyRecord } from '../domain/journey-record.ts';
import { isSideKind } from '../domain/observation.ts';
import { coursesOf } from '../journey/course.ts';
import type { StoreReads } from '../ports.ts';

/** Orders that are looked at in one statement of the store, and how many statements one page may take. */
const STEP = 1000;
const MOST_STEPS = 8;
/** An order of more names is passed over: it cannot be asked after without doubt. */
const MOST_IDS = 8;

/** What `witness` is expected to have a row of, page by page: orders in flight of which it has told before. */
export function createExpected(
  store: Pick<StoreReads, 'inFlight'>,
  witness: DatabaseWitness,
  model: Model,
): AskExpected {
  return async (after, limit) => {
    const items: ExpectedOrder[] = [];
    let next = after;
    for (let step = 0; step < MOST_STEPS; step++) {
      const page = await store.inFlight({ after: next, limit: STEP });
      for (const record of page.items) {
        const expected = expectedOf(record, witness, model);
        if (expected === null) continue;
        items.push(expected);
        if (items.length === limit) return { items, next: expected.order };
      }
      next = page.next;
      if (next === null) break;
    }
    return { items, next };
  };
}

/** Null: the witness has never told of the order, or it is over as far as the witness knows. */
export function expectedOf(
  { journey }: JourneyRecord,
  witness: DatabaseWitness,
  model: Model,
): ExpectedOrder | null {
  const ids = [...new Set([journey.called[witness.name] ?? journey.order, journey.order, ...journey.ids])];
  if (ids.length > MOST_IDS) return null;
  // Of one line, the course of the last use of the id stands last.
  const courses = new Map(coursesOf(journey, model).map((course) => [course.line, course]));
  const lines = [...courses.values()]
    .filter(({ ended }) => !ended)
    .map((course) => expectedLine(course, journey.marks, witness, model))
    .filter((line) => line !== null);
  const told = witness.mapping.columns.line === null ? wholeOf(lines) : lines;
  return told.length === 0 ? null : { order: journey.order, ids, lines: told };
}

/** Where an archive job may remove what has ended, a row that shows an end is no longer expected. */
function expectedLine(
  { line, claims, side }: Course,
  marks: readonly Mark[],
  { name }: DatabaseWitness,
  model: Model,
): ExpectedLine | null {
  const claim = claims.find(({ witness }) => witness === name);
  const said = saidOf(side, name);
  if (claim === undefined) return said.length === 0 ? null : { line, claim: null, said };
  if ((model.stages.get(claim.stage)?.end ?? null) !== null) return null;
  const own = marks.filter((mark) => mark.witness === name && (mark.line === line || mark.line === ''));
  return { line, claim: { stage: claim.stage, at: lastShown(claim, own) }, said };
}

/** A claim counts from when the row first showed the stage; a row that was touched since is newer. */
function lastShown({ stage, at }: Claim, marks: readonly Mark[]): number | null {
  const times = marks.flatMap((mark) =>
    mark.stage === stage && !isSideKind(mark.kind) && mark.at !== null ? [mark.at] : [],
  );
  return at === null ? null : Math.max(at, ...times);
}

/** A table without lines says the same of each; the line that goes on longest has heard most of it. */
function wholeOf(lines: readonly ExpectedLine[]): readonly ExpectedLine[] {
  const atOf = ({ claim }: ExpectedLine) => claim?.at ?? Number.NEGATIVE_INFINITY;
  const last = lines.reduce<ExpectedLine | null>((a, b) => (a === null || atOf(b) > atOf(a) ? b : a), null);
  return last === null ? [] : [{ ...last, line: '' }];
}

function saidOf(side: readonly SideMark[], witness: string): readonly SaidOfRow[] {
  const last = new Map<string, SaidOfRow>();
  for (const { kind, stage, at, witness: by } of side) {
    if (by !== witness || !isRowSaying(kind)) continue;
    const of = kind === 'gone' ? '' : stage;
    if (at >= (last.get(of)?.at ?? Number.NEGATIVE_INFINITY)) last.set(of, { says: kind, stage, at });
  }
  return [...last.values()];
}

function isRowSaying(kind: SideMark['kind']): kind is RowSaying {
  return (ROW_SAYINGS as readonly string[]).includes(kind);
}
