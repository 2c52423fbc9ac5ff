import { parseInstant } from '@orderwatch/model';
import { InvalidArgumentError } from 'commander';
import type { FailOn } from './breach.ts';

export interface BacktestFlags {
  readonly model: string;
  readonly store?: string;
  readonly witness?: readonly string[];
  readonly now?: number;
  readonly rule?: readonly string[];
  readonly failOn?: FailOn;
  readonly orders?: true;
  readonly limit: number;
  readonly json?: true;
}

export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Epoch milliseconds. */
export function parseInstantOption(text: string): number {
  const instant = parseInstant(text);
  if (instant.ok) return instant.value;
  throw new InvalidArgumentError(`${instant.message}: ${instant.fix}.`);
}

export function parseLimitOption(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number; 0 lists all.');
}
