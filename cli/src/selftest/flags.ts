import { LOSS_CLASSES, type LossClass } from '@orderwatch/sla-watcher';
import { InvalidArgumentError } from 'commander';

export interface SelftestFlags {
  readonly platform: string;
  readonly watcher: string;
  readonly model: string;
  readonly only?: readonly LossClass[];
  readonly rounds: number;
  /** Milliseconds. */
  readonly timeout: number;
  /** 0 to 1. */
  readonly threshold: number;
  readonly json?: true;
}

const LONGEST_MS = 24 * 3_600_000;
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** `http://127.0.0.1:4700`; a secret has a variable of its own. */
export function parseUrlOption(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('it must be an address like http://127.0.0.1:4700');
  if (url.username !== '' || url.password !== '')
    throw new InvalidArgumentError('an address holds no password: tokens have variables of their own');
  return text;
}

export function parseRoundsOption(text: string): number {
  const rounds = Number(text);
  if (/^\d+$/.test(text) && rounds >= 1 && rounds <= 1_000) return rounds;
  throw new InvalidArgumentError('it must be a whole number from 1 to 1000');
}

/** `30s`, `10m`, `1h`. */
export function parseTimeoutOption(text: string): number {
  const [, count, unit] = /^(\d+)(s|m|h)$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new InvalidArgumentError('it must be a time like 30s, 10m or 1h, of a day at most');
}

/** `95%` or `0.95`. */
export function parseThresholdOption(text: string): number {
  const [, percent] = /^(\d+(?:\.\d+)?) ?%$/.exec(text) ?? [];
  const share = percent === undefined ? Number(text || Number.NaN) : Number(percent) / 100;
  if (share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('it must be a share like 95% or 0.95');
}

/** May be written more than once, and several at a time. */
export function parseClassOption(text: string, before: readonly LossClass[] = []): readonly LossClass[] {
  const loss = LOSS_CLASSES.find((one) => one === text);
  if (loss !== undefined) return [...before, loss];
  throw new InvalidArgumentError(`it must be one of ${LOSS_CLASSES.join(', ')}`);
}
