import { type BacktestReport, instant } from '@orderwatch/sla-watcher';

/** What `backtest --json` prints: the report with its instants as RFC 3339 in UTC. */
export function backtestJson(report: BacktestReport): object {
  return {
    ...report,
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
