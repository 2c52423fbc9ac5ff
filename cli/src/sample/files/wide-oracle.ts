import { dayOf, HOUR, moscowDay } from '../platform/moscow-time.ts';
import { workingBetween } from '../platform/workshop-hours.ts';

export interface WideCount {
  readonly finishedLate: number;
  readonly openOverdue: number;
  /** It ended, and nobody wrote when. */
  readonly unjudgeable: number;
}

type Row = Readonly<Record<string, string>>;

interface StageRule {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly hours: number;
  readonly working: boolean;
  /** Null: any complexity. */
  readonly complexity: string | null;
}

/** The limits of orderwatch.yaml that a wide table can show, written out a second time on purpose. */
const STAGE_RULES: readonly StageRule[] = [
  stage('INITIATED', 'FILE_UPLOADED', 7 * 24, 'clock'),
  stage('FILE_UPLOADED', 'SUBMITTED', 7 * 24, 'clock'),
  stage('SUBMITTED', 'PRICE_CALCULATED', 1, 'clock', 'high'),
  stage('SUBMITTED', 'PRICE_CALCULATED', 0.5, 'clock', 'normal'),
  stage('PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 5 * 24, 'clock'),
  stage('MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED', 24, 'working'),
  stage('MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 80, 'working', 'high'),
  stage('MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 40, 'working', 'normal'),
  stage('MANUFACTURING_COMPLETED', 'PACKAGING', 8, 'working'),
  stage('PACKAGING', 'SHIPPED', 8, 'working'),
  stage('SHIPPED', 'CLOSED', 10 * 24, 'clock'),
];
const WHOLE_ORDER_HOURS = 21 * 24;

/**
 * Counts in a wide file, the plainest way and without the product's code, what its rules must find:
 * row by row, no due times, only how long what took. Rules are named as the model names them.
 */
export function countWide(lines: Iterable<string>, now: number): ReadonlyMap<string, WideCount> {
  const counts = new Map<string, WideCount>();
  for (const row of rowsOf(lines)) {
    if (row.is_test === 'true' || row.order_id!.startsWith('TEST-')) continue;
    for (const rule of STAGE_RULES) count(counts, rule.rule, judgeStage(row, rule, now));
    count(counts, 'order', judgeOrder(row, now));
    count(counts, 'promise:promised_on', judgePromise(row, now));
  }
  return counts;
}

type Finding = keyof WideCount | null;

function judgeStage(row: Row, { from, to, hours, working, complexity }: StageRule, now: number): Finding {
  const start = timeIn(row, from);
  if (start === null || (complexity !== null && row.complexity !== complexity)) return null;
  return judge(row, to, now, (end) =>
    // A millisecond before the end the limit was used up already: it ended after the due instant.
    working ? workingBetween(start, end - 1) >= hours * HOUR : end - start > hours * HOUR,
  );
}

/** Three weeks until it is shipped; the days that it waits for the customer's yes are the customer's. */
function judgeOrder(row: Row, now: number): Finding {
  const start = timeIn(row, 'initiated_at') ?? timeIn(row, 'price_calculated_at');
  if (start === null) return null;
  const priced = timeIn(row, 'price_calculated_at');
  return judge(row, 'shipped_at', now, (end) => {
    const answered = timeIn(row, 'manufacturing_approved_at') ?? end;
    const waited = priced === null ? 0 : answered - priced;
    return end - start - waited > WHOLE_ORDER_HOURS * HOUR;
  });
}

/** A promised date ends with its day. */
function judgePromise(row: Row, now: number): Finding {
  if (row.promised_on === '') return null;
  return judge(row, 'shipped_at', now, (end) => moscowDay(end) > dayOf(row.promised_on!));
}

/** Did it last too long until it reached `to`, was called off, or until now? */
function judge(row: Row, to: string, now: number, isTooLong: (end: number) => boolean): Finding {
  const end = timeIn(row, to) ?? timeIn(row, 'cancelled_at');
  if (end !== null) return isTooLong(end) ? 'finishedLate' : null;
  if (!isTooLong(now)) return null;
  return row.status === 'CANCELLED' ? 'unjudgeable' : 'openOverdue';
}

function count(counts: Map<string, WideCount>, rule: string, finding: Finding): void {
  const before = counts.get(rule) ?? { finishedLate: 0, openOverdue: 0, unjudgeable: 0 };
  counts.set(rule, finding === null ? before : { ...before, [finding]: before[finding] + 1 });
}

function* rowsOf(lines: Iterable<string>): Generator<Row, void> {
  let columns: readonly string[] | null = null;
  for (const line of lines) {
    const cells = line.split(',');
    if (columns === null) columns = cells;
    else yield Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
  }
}

function timeIn(row: Row, column: string): number | null {
  return row[column] ? Date.parse(row[column]) : null;
}

function stage(
  from: string,
  to: string,
  hours: number,
  time: 'clock' | 'working',
  complexity: string | null = null,
): StageRule {
  const segment = complexity === 'high' ? ' complexity=high' : '';
  return {
    rule: `stage:${from}${segment}`,
    from: `${from.toLowerCase()}_at`,
    to: `${to.toLowerCase()}_at`,
    hours,
    working: time === 'working',
    complexity,
  };
}
