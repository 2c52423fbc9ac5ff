import { describe, expect, it } from 'vitest';
import { formatFor } from './format.ts';
import { textsIn } from './texts.ts';

const en = formatFor('en', 'Europe/Moscow');
const ru = formatFor('ru', 'Europe/Moscow');
const at = Date.parse('2026-11-20T12:34:56+03:00');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('times', () => {
  it("are in the model's zone, in 24 hours, without the year that is now", () => {
    expect(en.minute(at, at)).toBe('20 Nov, 12:34');
    expect(ru.minute(at, at)).toBe('20 нояб., 12:34');
    expect(en.minute(Date.parse('2026-11-20T00:05:00+03:00'), at)).toBe('20 Nov, 00:05');
  });

  it('name the year when it is another one', () => {
    expect(en.minute(at - 365 * DAY, at)).toBe('20 Nov 2025, 12:34');
  });

  it('have seconds where there are any', () => {
    expect(en.second(at, at)).toBe('20 Nov, 12:34:56');
    expect(en.second(at - 56_000, at)).toBe('20 Nov, 12:34');
  });

  it('name the zone in full', () => {
    expect(en.full(at)).toContain('GMT+3');
  });
});

describe('lengths of time', () => {
  it.each([
    [0, '0 secs', '0 с'],
    [-5 * MINUTE, '0 secs', '0 с'],
    [59_400, '59 secs', '59 с'],
    [90_000, '1 min, 30 secs', '1 мин 30 с'],
    [HOUR, '1 hr', '1 ч'],
    [3 * DAY + 4 * HOUR + 59 * MINUTE, '3 days, 4 hrs', '3 дня 4 ч'],
    [21 * DAY, '21 days', '21 день'],
  ])('of %d ms are %s and %s', (ms, english, russian) => {
    expect([en.duration(ms), ru.duration(ms)]).toEqual([english, russian]);
  });

  it('are told in one unit when that is enough', () => {
    expect([en.roughly(3 * DAY + 4 * HOUR), en.roughly(59 * MINUTE), en.roughly(0)]).toEqual([
      '3 days',
      '59 mins',
      '0 secs',
    ]);
  });
});

describe('counts', () => {
  it.each([
    [1, '1 order is late', '1 заказ опаздывает'],
    [3, '3 orders are late', '3 заказа опаздывают'],
    [5, '5 orders are late', '5 заказов опаздывают'],
    [11, '11 orders are late', '11 заказов опаздывают'],
    [21, '21 orders are late', '21 заказ опаздывает'],
  ])('of %d follow the language', (count, english, russian) => {
    expect(en.plural(count, textsIn('en').lateOrders)).toBe(english);
    expect(ru.plural(count, textsIn('ru').lateOrders)).toBe(russian);
  });

  it('have groups of digits', () => {
    expect(en.plural(12_345, textsIn('en').lateOrders)).toBe('12,345 orders are late');
  });
});

describe('the two tables of texts', () => {
  it('leave nothing untranslated', () => {
    const same = texts(textsIn('en')).filter((text) => texts(textsIn('ru')).includes(text));
    expect(same).toEqual([]);
  });
});

function texts(table: object): string[] {
  return Object.values(table).flatMap((value: unknown) => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? texts(value) : [];
  });
}
