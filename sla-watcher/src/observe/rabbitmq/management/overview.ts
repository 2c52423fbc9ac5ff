import { notRabbitmq } from './management-api.ts';

export const OVERVIEW_PATH =
  '/api/overview?columns=rates_mode,message_stats.drop_unroutable,message_stats.return_unroutable';

export interface Overview {
  /** Whether the broker counts messages at all. */
  readonly countsRates: boolean;
  /** Messages that were bound nowhere since it began to count; null: not known. */
  readonly unroutable: number | null;
}

export function readOverview(body: Readonly<Record<string, unknown>>): Overview {
  const { rates_mode: mode, message_stats: stats } = body;
  if (typeof mode !== 'string') throw notRabbitmq();
  const countsRates = mode === 'basic' || mode === 'detailed';
  return { countsRates, unroutable: countsRates ? sumOf(stats) : null };
}

/** A user without the tag monitoring is shown no figures here, which is no zero. */
function sumOf(stats: unknown): number | null {
  if (typeof stats !== 'object' || stats === null) return null;
  const { drop_unroutable: dropped, return_unroutable: returned } = stats as Record<string, unknown>;
  if (!Number.isSafeInteger(dropped) || !Number.isSafeInteger(returned)) return null;
  return (dropped as number) + (returned as number);
}
