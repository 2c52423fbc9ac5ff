import { type BacktestReport, instant } from '@orderwatch/sla-watcher';
import type { FileReading } from './file-reading.ts';

/** What `backtest --json` prints: the report with its instants as RFC 3339 in UTC, and what it is of. */
export function backtestJson(
  report: BacktestReport,
  readings: readonly FileReading[],
  unread: readonly string[],
): object {
  return {
    ...report,
    files: readings.map(({ file, witness }) => ({ file, witness })),
    unread,
    now: instant(report.now),
    rules: report.rules.map((rule) => ({
      ...rule,
      findings: rule.findings.map((finding) => ({
        ...finding,
        dueAt: instant(finding.dueAt),
        endedAt: instant(finding.endedAt),
        toldAt: instant(finding.toldAt),
      })),
    })),
  };
}
