import type { Language } from '@orderwatch/model';
import { MESSAGE_TEXTS, renderLength } from '@orderwatch/sla-watcher';

/** Writes instants and lengths of time for a terminal, in one zone and language. */
export interface Times {
  readonly zone: string;
  /** `2026-11-21 10:02`. */
  minute(at: number): string;
  /** `2026-11-21 10:02:03`. */
  second(at: number): string;
  /** `2 h 5 min`. */
  length(ms: number): string;
}

/** The first and last instants that a date can hold; strangers' clocks may tell more. */
const FURTHEST = 8.64e15;

export function timesFor(zone: string, language: Language): Times {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const second = (at: number) => {
    const parts = format.formatToParts(Math.min(Math.max(at, -FURTHEST), FURTHEST));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((p) => p.type === type)?.value ?? '';
    const date = `${part('year')}-${part('month')}-${part('day')}`;
    return `${date} ${part('hour')}:${part('minute')}:${part('second')}`;
  };
  const words = MESSAGE_TEXTS[language].time;
  return { zone, second, minute: (at) => second(at).slice(0, -3), length: (ms) => renderLength(ms, words) };
}
