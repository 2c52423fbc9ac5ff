import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NotifyPolicy } from '@orderwatch/model';
import { dailyAt } from '../../deadline/calendar.ts';
import type { Incident } from '../../domain/incident.ts';
import type { AlarmCause } from '../alarm-causes.ts';
import { openIncident, withMembers } from '../lifecycle.ts';
import { duesOf, type NoticeContext } from './dues.ts';
import { handled } from './handle.ts';
import { noticeOf } from './notice.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.parse('2026-11-20T12:00:00+03:00');
const NOBODY = { lastLeftAt: null, longestMs: Number.POSITIVE_INFINITY };
const CAUSE: AlarmCause = {
  key: 'k',
  kind: 'orders',
  rule: 'r',
  place: 'order',
  severity: 'page',
  dueAt: NOON,
  losses: [],
  sighting: {
    ...{ stage: null, since: null, witness: null, limit: '', startedAt: null },
    ...{ pausedMs: 0, healthUnknown: false },
  },
};

const policies: fc.Arbitrary<NotifyPolicy> = fc
  .record({
    repeat: fc.option(fc.integer({ min: 2, max: 300 })),
    escalate: fc.option(fc.integer({ min: 2, max: 300 })),
    daily: fc.option(fc.constant(9 * 60), { freq: 4 }),
  })
  .map(({ repeat, escalate, daily }) => ({
    ...{ severity: 'page', to: ['a'], groupWaitMs: MINUTE / 2, groupIntervalMs: MINUTE, joinForMs: 6 * HOUR },
    dailyAtMinute: daily,
    repeatMs: repeat === null ? null : repeat * MINUTE,
    escalate: escalate === null ? null : { afterMs: escalate * MINUTE, to: ['b'] },
  }));

interface Step {
  readonly do: 'join' | 'leave' | 'acknowledge' | 'snooze' | 'wait';
  /** Of a snooze and of waiting. */
  readonly minutes: number;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    do: fc.constantFrom('join', 'leave', 'acknowledge', 'snooze', 'wait', 'wait', 'wait'),
    minutes: fc.integer({ min: 1, max: 500 }),
  }),
  { maxLength: 25 },
);

interface Told {
  readonly at: number;
  readonly reason: string;
  readonly how: string | null;
  readonly before: Incident;
  readonly after: Incident;
}

/** Plays the steps, and tells whatever is due the instant that it is. */
function play(policy: NotifyPolicy, all: readonly Step[]): readonly Told[] {
  const context: NoticeContext = { policy, timezone: 'Europe/Moscow', dailyAt };
  const told: Told[] = [];
  let now = NOON + 1;
  let incident = withMembers(openIncident(CAUSE, null, now, context), { joined: 1, left: 0 }, now, context);
  const passTo = (until: number) => {
    while (incident.notifyAt !== null && incident.notifyAt <= until) {
      if (told.length > 5_000) throw new Error('it is told for ever');
      now = Math.max(now, incident.notifyAt);
      const notice = noticeOf(incident, NOBODY, now, context);
      const how = 'how' in notice ? notice.how : null;
      told.push({ at: now, reason: notice.reason, how, before: incident, after: notice.incident });
      incident = notice.incident;
    }
    now = Math.max(now, until);
  };
  const change = (joined: number, left: number) => {
    incident = withMembers(incident, { joined, left }, now, context);
  };
  for (const step of all) {
    if (incident.resolvedAt !== null) break;
    switch (step.do) {
      case 'wait':
        passTo(now + step.minutes * MINUTE);
        break;
      case 'join':
        change(1, 0);
        break;
      case 'leave':
        change(0, Math.min(1, incident.open));
        break;
      case 'acknowledge':
        incident = handled(incident, { kind: 'acknowledge', by: 'Ann' }, now, context);
        break;
      case 'snooze':
        incident = handled(incident, { kind: 'snooze', forMs: step.minutes * MINUTE }, now, context);
    }
  }
  change(0, incident.open);
  // A digest after a snooze that ends just after a digest.
  passTo(now + 60 * HOUR);
  return told;
}

function holds(check: (told: readonly Told[], policy: NotifyPolicy) => void): void {
  fc.assert(fc.property(policies, steps, (policy, all) => check(play(policy, all), policy)));
}

describe('Whatever happens to an incident', () => {
  test('it is told first once, and in the end it is resolved', () => {
    holds((told) => {
      expect(told.filter(({ reason }) => reason === 'first').length).toBeLessThanOrEqual(1);
      expect(told.at(-1)?.after.resolvedAt).not.toBeNull();
      expect(told.filter(({ reason }) => reason === 'resolved')).toHaveLength(1);
    });
  });

  test('nothing is decided but what is due, and each decision leaves what comes later', () => {
    holds((told, policy) => {
      for (const { at, reason, after } of told) {
        expect(reason).not.toBe('nothing-new');
        const later = duesOf(after, { policy, timezone: 'Europe/Moscow', dailyAt });
        for (const due of later) expect(due.at).toBeGreaterThan(at);
      }
    });
  });

  test('a revision is told once, and each post has a number of its own', () => {
    holds((told) => {
      for (const { before, after, how } of told) {
        expect(after.revision).toBe(before.revision + 1);
        expect(after.posts).toBe(before.posts + (how === 'posted' ? 1 : 0));
      }
    });
  });

  test('while somebody takes care of it, it is neither repeated nor escalated', () => {
    holds((told) => {
      for (const { reason, before, after } of told) {
        const attended = before.acknowledged !== null && before.acknowledged.lapsedAt === null;
        if (attended) expect(['repeated', 'escalated']).not.toContain(reason);
        if (attended && after.acknowledged?.lapsedAt !== null)
          expect(after.total).toBeGreaterThan(2 * (after.acknowledged?.total ?? 0));
      }
    });
  });

  test('while it is snoozed, nothing is told but that it is', () => {
    holds((told) => {
      for (const { at, reason, before } of told) {
        if (before.snoozedUntil !== null && before.snoozedUntil > at) expect(reason).toBe('handled');
      }
    });
  });

  test('it is escalated once, and after those that are told first had their time', () => {
    holds((told, { groupIntervalMs }) => {
      const escalated = told.filter(({ before, after }) => before.escalatedAt !== after.escalatedAt);
      expect(escalated.length).toBeLessThanOrEqual(1);
      for (const { at, before } of escalated) {
        expect(before.toldAt).not.toBeNull();
        expect(at - (before.toldAt ?? 0)).toBeGreaterThanOrEqual(groupIntervalMs);
      }
    });
  });
});
