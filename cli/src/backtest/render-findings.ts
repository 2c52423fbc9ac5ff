import { cut, type Finding, oneLine, type RuleTally } from '@orderwatch/sla-watcher';
import { count, counted } from '../show/plural.ts';
import type { Paint } from '../show/screen.ts';
import { type Column, renderTable } from '../show/table.ts';
import type { Times } from '../show/times.ts';

export interface FindingsView {
  readonly times: Times;
  readonly paint: Paint;
  /** How many to list; the rest is counted. */
  readonly most: number;
}

/** Longest id shown, in UTF-16 units; what is longer was made to break a screen. */
const LONGEST_ID = 60;

const COLUMNS: readonly Column[] = [
  { title: '  Order', align: 'left' },
  { title: 'Due', align: 'left' },
  { title: 'Ended', align: 'left' },
  { title: 'Late by', align: 'left' },
  { title: 'Told at', align: 'left' },
];

const BECAUSE: ReadonlyMap<string | null, string> = new Map([
  ['ended-at-unknown-time', 'ended at an unknown time'],
  ['start-unknown', 'began at an unknown time'],
]);

/** The orders of one rule that were late, the longest first, then those that nobody can judge. */
export function renderFindings(rule: RuleTally, view: FindingsView): readonly string[] {
  const { findings } = rule;
  if (findings.length === 0) return [];
  const sorted = findings.toSorted(
    (a, b) => (b.lateMs ?? -1) - (a.lateMs ?? -1) || (a.order < b.order ? -1 : a.order > b.order ? 1 : 0),
  );
  const rows = sorted.slice(0, view.most).map((finding) => rowOf(finding, view.times));
  const more = sorted.length - rows.length;
  return [
    '',
    view.paint('bold', `${oneLine(rule.rule)}: ${counted(findings.length, 'order')}`),
    ...renderTable(COLUMNS, rows),
    ...(more > 0 ? [`  and ${count(more)} more (--limit 0 lists all)`] : []),
  ];
}

function rowOf({ order, line, found, because, dueAt, endedAt, lateMs, toldAt }: Finding, times: Times) {
  const id = cut(oneLine(line === '' ? order : `${order} / ${line}`), LONGEST_ID);
  const minute = (at: number | null, otherwise: string) => (at === null ? otherwise : times.minute(at));
  const ended = found === 'open-overdue' ? 'open' : minute(endedAt, BECAUSE.get(because) ?? 'unknown');
  const late = lateMs === null ? 'cannot be judged' : times.length(lateMs);
  return [`  ${id}`, minute(dueAt, '-'), ended, late, minute(toldAt, lateMs === null ? '-' : 'never')];
}
