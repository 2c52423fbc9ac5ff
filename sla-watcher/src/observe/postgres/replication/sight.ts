import type { Clock } from '../../../ports.ts';
import type { Activity, SourceTime } from '../commits/look.ts';
import type { Position, Seen } from './position.ts';

/** What will have been seen once the log is taken up to where it was when this was looked at. */
export interface Sight {
  readonly seen: Seen;
  readonly prepared: Position['prepared'];
}

/** Longer than this an open transaction is worth naming. */
const LONG_US = 60_000_000n;

/**
 * Rows come in the order of their commits, and none comes late; but a row that says 11:50 may be
 * committed at 12:05. So everything is seen up to where the oldest open transaction began, as with polling.
 */
export function sightOf(activity: Activity, position: Position, clock: Clock): Sight {
  const { at, skewMs, role, seesOthers } = activity;
  const prepared = preparedSince(activity, position);
  if (!seesOthers) {
    const because = `the role may not see open transactions: GRANT pg_read_all_stats TO "${role}"`;
    return { seen: { watermark: null, because, skewMs }, prepared };
  }
  const { startedAt, because } = oldestOf(activity);
  const watermark = clock.at(Number((startedAt ?? at) / 1000n) - skewMs);
  return { seen: heldBack({ watermark, because, skewMs }, prepared), prepared };
}

function oldestOf({ at, open }: Activity): {
  readonly startedAt: SourceTime | null;
  readonly because: string | null;
} {
  const oldest = open.reduce<Activity['open'][number] | null>(
    (least, each) => (least === null || each.startedAt < least.startedAt ? each : least),
    null,
  );
  if (oldest === null) return { startedAt: null, because: null };
  const { startedAt, who } = oldest;
  if (startedAt > at) return { startedAt: null, because: null };
  return {
    startedAt,
    because: at - startedAt < LONG_US ? null : `a transaction has been open for long: ${who}`,
  };
}

/**
 * One that was not prepared when it was last looked was either open then, and what was seen ends before
 * it began, or it began later.
 */
function preparedSince({ prepared }: Activity, position: Position): Position['prepared'] {
  const before = position.seen?.watermark ?? null;
  return Object.fromEntries(
    prepared.map((xid) => {
      const known = position.prepared[String(xid)];
      return [String(xid), known === undefined ? before : known];
    }),
  );
}

function heldBack(seen: Seen, prepared: Position['prepared']): Seen {
  const because = 'a prepared transaction waits for COMMIT PREPARED (pg_prepared_xacts)';
  let least = seen;
  for (const since of Object.values(prepared)) {
    if (since === null)
      return { ...seen, watermark: null, because: `${because}, and nobody knows since when it was open` };
    if (since < (least.watermark ?? 0)) least = { ...seen, watermark: since, because };
  }
  return least;
}
