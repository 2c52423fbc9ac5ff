import type { JourneyRecord } from '../../domain/journey-record.ts';
import { lastMark, overdueMs } from '../last-seen.ts';
import { type Html, html, type Part } from './parts/html.ts';
import { name, orderLink } from './parts/names.ts';
import { type Column, table } from './parts/table.ts';
import { agoLength, minuteTime } from './parts/times.ts';
import { stateBadge } from './parts/tones.ts';
import type { View } from './view.ts';

/** Orders as they were last judged: where each is, how late, and who saw it last. */
export function ordersTable(view: View, caption: string, records: readonly JourneyRecord[]): Html {
  const { texts } = view;
  const columns: Column<JourneyRecord>[] = [
    { head: texts.order, cell: (record) => orderLink(record.journey.order) },
    { head: texts.state, cell: (record) => stateBadge(view, record.state) },
    { head: texts.stage, cell: (record) => (record.stage === null ? texts.unknown : name(record.stage)) },
    { head: texts.due, cell: (record) => dueCell(view, record.dueAt, overdueMs(record, view.now)) },
    { head: texts.inStageSince, cell: (record) => minuteTime(view, record.since) },
    { head: texts.lastSeenBy, cell: (record) => lastSeen(view, record) },
  ];
  // Most orders have no lines of their own; the column is there when one has.
  if (records.some((record) => lineOf(record) !== '')) {
    const line = (record: JourneyRecord) => lineOf(record) !== '' && name(lineOf(record));
    columns.splice(3, 0, { head: texts.line, cell: line });
  }
  return table(caption, columns, records);
}

/** How late, or how long there is yet, above the due time itself. */
export function dueCell(view: View, dueAt: number | null, overdue: number | null): Part {
  const { texts, format, now } = view;
  if (dueAt === null) return '–';
  const distance =
    overdue === null
      ? dueAt >= now && html`<span class="soft">${texts.dueIn(format.duration(dueAt - now))}</span>`
      : html`<strong class="overdue">${texts.lateBy(format.duration(overdue))}</strong>`;
  return html`<span class="two">${distance}${minuteTime(view, dueAt)}</span>`;
}

function lastSeen(view: View, record: JourneyRecord): Part {
  const mark = lastMark(record.journey);
  if (mark === null) return view.texts.unknown;
  if (mark.at === null) return name(mark.witness);
  const time = html`<span class="soft">${view.texts.ago(agoLength(view, mark.at))}</span>`;
  return view.texts.seenAt(name(mark.witness), time);
}

function lineOf(record: JourneyRecord): string {
  return lastMark(record.journey)?.line ?? '';
}
