import { readFileSync } from 'node:fs';
import { type Model, parseModel, renderProblem } from '@orderwatch/model';
import { describe, expect, it } from 'vitest';
import { dateText, dayOf, weekdayOf } from './moscow-time.ts';
import { HOPS, OWNERS, STATUSES, type Status } from './route.ts';
import { shiftsOf } from './workshop-hours.ts';

function platformModel(): Model {
  const file = new URL('../../../../orderwatch.yaml', import.meta.url);
  const parsed = parseModel(readFileSync(file, 'utf8'), {
    file: 'orderwatch.yaml',
    now: Date.parse('2026-11-21'),
  });
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
  return parsed.model;
}

describe('the sample and orderwatch.yaml', () => {
  const model = platformModel();

  it('have the same statuses, owners and sequence', () => {
    const stages = [...model.stages.values()].map(({ name, system }) => [name, system]);
    expect(Object.entries(OWNERS)).toEqual(stages);
  });

  it('have the same hops', () => {
    const hops = Object.fromEntries(
      [...model.hops.values()].map(({ name, status, to }) => [status, { hop: name, to }]),
    );
    expect(HOPS).toEqual(hops);
  });

  it('know the ends of orders', () => {
    const ends = STATUSES.filter((status: Status) => model.stages.get(status)?.end !== null);
    expect(ends).toEqual(['CLOSED', 'CANCELLED']);
  });

  it('have the same working hours on every day', () => {
    const { week, days, until } = model.calendars.get('working')!;
    for (let day = dayOf('2026-11-01'); day <= dayOf(until!); day++) {
      const open = days.get(dateText(day)) ?? week[weekdayOf(day)]!;
      const shifts = open.map(({ from, to }) => [from / 60, to / 60]);
      expect([dateText(day), shiftsOf(day)]).toEqual([dateText(day), shifts]);
    }
  });
});
