import type { Anomaly } from '../domain/journey.ts';
import { type Judgement, placeName, type Verdict } from '../domain/verdict.ts';

/** What became of one deadline that was missed, or could not be judged. Instants are epoch milliseconds. */
export interface Finding {
  readonly order: string;
  readonly line: string;
  readonly found: 'finished-late' | 'open-overdue' | 'unjudgeable';
  readonly because: string | null;
  readonly dueAt: number | null;
  readonly endedAt: number | null;
  readonly lateMs: number | null;
  /** When the first message that names it would have gone out; null: never (over within `group_wait`). */
  readonly toldAt: number | null;
}

export interface RuleTally {
  readonly rule: string;
  readonly place: string;
  readonly inTime: number;
  readonly finishedLate: number;
  readonly openOverdue: number;
  readonly openInTime: number;
  readonly unjudgeable: number;
  readonly findings: readonly Finding[];
}

/** Counts judgements by rule; `toldAt` is looked up when the tally is read. */
export interface Tally {
  add(verdict: Verdict): void;
  rules(toldAt: (rule: string, finding: Finding) => number | null): readonly RuleTally[];
  anomalies(): Readonly<Record<Anomaly['kind'], number>>;
}

type Counts = { -readonly [K in keyof RuleTally]: RuleTally[K] } & { findings: Finding[] };

/** Rules are listed as given, so that one that never fired stands there with zeroes. */
export function createTally(rules: readonly { readonly rule: string; readonly place: string }[]): Tally {
  const counts = new Map<string, Counts>();
  const countsOf = (rule: string, place: string): Counts => {
    const known = counts.get(rule);
    if (known !== undefined) return known;
    const fresh = {
      rule,
      place,
      inTime: 0,
      finishedLate: 0,
      openOverdue: 0,
      openInTime: 0,
      unjudgeable: 0,
      findings: [],
    };
    counts.set(rule, fresh);
    return fresh;
  };
  for (const { rule, place } of rules) countsOf(rule, place);
  const anomalies = { 'illegal-transition': 0, 'out-of-order': 0, 'time-backwards': 0, duplicate: 0 };
  return {
    add(verdict) {
      for (const judgement of verdict.judgements) {
        const { rule, place } = judgement.deadline;
        count(countsOf(rule, placeName(place)), verdict.order, judgement);
      }
      for (const { kind } of verdict.anomalies) anomalies[kind] += 1;
    },
    rules: (toldAt) =>
      [...counts.values()].map((rule) => ({
        ...rule,
        findings: rule.findings.map((finding) => ({ ...finding, toldAt: toldAt(rule.rule, finding) })),
      })),
    anomalies: () => anomalies,
  };
}

function count(counts: Counts, order: string, { deadline, outcome }: Judgement): void {
  const { line, dueAt, ended } = deadline;
  const finding = {
    order,
    line,
    because: null,
    dueAt,
    endedAt: ended.reason === 'met' ? ended.at : null,
    toldAt: null,
  };
  switch (outcome.reason) {
    case 'finished-in-time':
      counts.inTime += 1;
      return;
    case 'finished-late':
      counts.finishedLate += 1;
      counts.findings.push({ ...finding, found: 'finished-late', lateMs: outcome.lateMs });
      return;
    case 'unjudgeable':
      counts.unjudgeable += 1;
      counts.findings.push({ ...finding, found: 'unjudgeable', because: outcome.because, lateMs: null });
      return;
    case 'late-in-stage':
    case 'late-at-hop':
    case 'late-overall':
    case 'past-promise':
      counts.openOverdue += 1;
      counts.findings.push({ ...finding, found: 'open-overdue', lateMs: outcome.lateMs });
      return;
    default:
      counts.openInTime += 1;
  }
}
