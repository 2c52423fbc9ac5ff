import { type BacktestReport, oneLine, type Rejection, type RuleTally } from '@orderwatch/sla-watcher';
import { count, counted } from '../show/plural.ts';
import type { Paint } from '../show/screen.ts';
import { type Column, pad, renderTable } from '../show/table.ts';
import { timesFor } from '../show/times.ts';
import { renderFindings } from './render-findings.ts';
import { renderMessages } from './render-messages.ts';

export interface ReportView {
  /** IANA zone of all instants. */
  readonly timezone: string;
  /** What the report is of, as lines. */
  readonly sources: readonly string[];
  /** How many orders to list a rule; null: none. */
  readonly listed: number | null;
  readonly paint: Paint;
}

/** How many positions to show of each kind of rejection. */
const POSITIONS_SHOWN = 3;
const LABEL_WIDTH = 11;
const TITLE_LINES = 2;

/** Two lines, so that the table fits a terminal of 80 columns. */
const COLUMNS: readonly Column[] = [
  { title: 'Rule', align: 'left' },
  { title: 'In\ntime', align: 'right' },
  { title: 'Finished\nlate', align: 'right' },
  { title: 'Open &\noverdue', align: 'right' },
  { title: 'Cannot be\njudged', align: 'right' },
  { title: 'Open\nin time', align: 'right' },
];

/** The report for people, as lines. */
export function renderReport(report: BacktestReport, view: ReportView): readonly string[] {
  const times = timesFor(view.timezone, 'en');
  const { model, orders, observations, leftOut, now } = report;
  const out = leftOut > 0 ? `, ${count(leftOut)} left out` : '';
  return [
    oneLine(`Model ${model.name}, version ${model.version}; judged at ${times.minute(now)} ${times.zone}`),
    `${counted(orders, 'order')} from ${counted(observations, 'observation')}${out}`,
    ...view.sources,
    '',
    ...renderRules(report.rules, view.paint),
    '',
    labelled('Anomalies', renderAnomalies(report.anomalies)),
    labelled('Messages', renderMessages(report)),
    ...renderRejections(report),
    ...(view.listed === null
      ? []
      : report.rules.flatMap((rule) =>
          renderFindings(rule, { times, paint: view.paint, most: view.listed ?? 0 }),
        )),
  ];
}

function renderRules(rules: readonly RuleTally[], paint: Paint): readonly string[] {
  const rows = rules.map((rule) => [
    oneLine(rule.rule),
    ...[rule.inTime, rule.finishedLate, rule.openOverdue, rule.unjudgeable, rule.openInTime].map(count),
  ]);
  return renderTable(COLUMNS, rows).map((line, i) => (i < TITLE_LINES ? paint('bold', line) : line));
}

function renderAnomalies(anomalies: BacktestReport['anomalies']): string {
  const found = Object.entries(anomalies).filter(([, number]) => number > 0);
  return found.length === 0 ? 'none' : found.map(([kind, number]) => `${count(number)} ${kind}`).join(', ');
}

/** Each reason with how often it was given, and where the first few stood. */
function renderRejections({ rejections, rejected }: BacktestReport): readonly string[] {
  const total = Object.values(rejections).reduce((sum, number) => sum + number, 0);
  if (total === 0) return [labelled('Rejected', 'nothing')];
  const positions = Map.groupBy(rejected, ({ reason }) => reason);
  const lines = Object.entries(rejections).flatMap(([reason, number]) => [
    `  ${count(number)} ${reason}`,
    ...(positions.get(reason as Rejection['reason']) ?? [])
      .slice(0, POSITIONS_SHOWN)
      .map(({ position, detail }) => `    ${oneLine(`${position}: ${detail}`)}`),
  ]);
  return [labelled('Rejected', `${count(total)} in all`), ...lines];
}

function labelled(label: string, text: string): string {
  return `${pad(label, LABEL_WIDTH)}${text}`;
}
