import type { BacktestReport, Finding, RuleTally } from '@orderwatch/sla-watcher';
import { describe, expect, it } from 'vitest';
import { plain } from '../show/screen.ts';
import { renderReport } from './render-report.ts';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const HOUR = 3_600_000;

function finding(given: Partial<Finding>): Finding {
  const dueAt = NOW - HOUR;
  const late = { dueAt, endedAt: null, lateMs: HOUR, toldAt: dueAt + 1 };
  return { order: '42', line: '', found: 'open-overdue', because: null, ...late, ...given };
}

function reportOf(findings: readonly Finding[], given: Partial<BacktestReport> = {}): BacktestReport {
  const counts = { inTime: 0, finishedLate: 0, openOverdue: findings.length, openInTime: 0, unjudgeable: 0 };
  const rule: RuleTally = { rule: 'stage:PLACED', place: 'stage PLACED', ...counts, findings };
  return {
    model: { name: 'shop', version: '0'.repeat(64) },
    now: NOW,
    orders: 1,
    observations: 1,
    leftOut: 0,
    rejections: {},
    rejected: [],
    rules: [rule],
    anomalies: {},
    messages: { incidents: 1, messages: 1, updates: 0 },
    ...given,
  };
}

const render = (report: BacktestReport, listed: number | null = 20) =>
  renderReport(report, { timezone: 'UTC', sources: [], listed, paint: plain }).join('\n');

describe('the report of a backtest', () => {
  it('shows hostile order ids as text, on one line, and not longer than a screen bears', () => {
    const orders = ['\u001b[31mred', 'a\r\nb', '\u202eevil', 'x'.repeat(500), '\u0000'];
    const text = render(reportOf(orders.map((order) => finding({ order }))));
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(text.split('\n').filter((line) => line.includes('2026-03-10 11:00'))).toHaveLength(orders.length);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(150);
  });

  it('lists the longest late first and counts what it does not list', () => {
    const hours = [1, 3, 2].map((h) => finding({ order: `late-${h}`, lateMs: h * HOUR }));
    const text = render(reportOf(hours), 2);
    expect(text).toMatch(/late-3 [^\n]*\n {2}late-2 [^\n]*\n {2}and 1 more \(--limit 0 lists all\)/);
  });

  it('names the line of an order that has several', () => {
    expect(render(reportOf([finding({ line: 'parcel 2' })]))).toContain('  42 / parcel 2  2026-03-10 11:00');
  });

  it('says of a breach that nobody would have been told of', () => {
    expect(render(reportOf([finding({ toldAt: null })]))).toMatch(/42 .* never$/m);
  });

  it.each([
    { messages: { messages: 0, updates: 0, incidents: 0 }, says: 'Messages   none' },
    {
      messages: { messages: 1, updates: 0, incidents: 1 },
      says: 'Messages   1 message in 1 day: 1.0 a day; 1 incident',
    },
    {
      messages: { messages: 1200, updates: 30, incidents: 1000 },
      says: 'Messages   1,200 messages in 1 day: 1200.0 a day; 30 updates of messages; 1,000 incidents',
    },
  ])('$says', ({ messages, says }) => {
    expect(render(reportOf([finding({})], { messages }))).toContain(says);
  });

  it('shows the first few positions of each kind of rejection', () => {
    const rejected = [1, 2, 3, 4, 5].map((n) => {
      return { witness: 'w', position: `line ${n}`, reason: 'bad-time', detail: 'no \u001b[1mtime' } as const;
    });
    const text = render(reportOf([], { rejections: { 'bad-time': 1005 }, rejected }));
    expect(text).toContain(
      'Rejected   1,005 in all\n  1,005 bad-time\n    line 1: no time\n    line 2: no time\n    line 3: no time',
    );
    expect(text).not.toContain('line 4');
  });
});
