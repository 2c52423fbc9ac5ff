import type { Incident, Store } from '@orderwatch/sla-watcher';
import type { Month } from './month.ts';

export interface PageScore {
  /** Losses that could have been told within the time that was watched. */
  readonly lost: number;
  /** Incidents that woke somebody. */
  readonly pages: number;
  /** Of those, that had a lost order, or that the flow had stopped. */
  readonly rightPages: number;
  /** Closed within ten minutes because it had not been true. */
  readonly retracted: number;
  readonly missed: readonly string[];
  /** Lost orders whose incident named the class that it was. */
  readonly rightClass: number;
  readonly wrongPages: readonly string[];
}

const MOST = 10_000;
const SOON_MS = 600_000;
/** Of hops, in orderwatch.yaml, and some patience. */
const TELLABLE_MS = 15 * 60_000;

export async function scorePages(
  store: Store,
  { lives }: Month,
  { to }: { readonly from: number; readonly to: number },
): Promise<PageScore> {
  const lost = new Map(
    lives.flatMap(({ order, fate, struckAt }) =>
      fate !== null && struckAt !== null && struckAt < to - TELLABLE_MS ? [[order, fate] as const] : [],
    ),
  );
  const told = new Set<string>();
  const rightly = new Set<string>();
  const pages: { incident: Incident; isRight: boolean; isRetracted: boolean }[] = [];
  for (const incident of await store.incidents({ state: 'all', limit: MOST })) {
    const members = await store.members(incident.id, { open: false, limit: MOST });
    const truly = members.filter(({ order }) => lost.has(order));
    for (const { order } of truly) {
      told.add(order);
      if (incident.losses.length === 1 && incident.losses[0] === lost.get(order)?.loss) rightly.add(order);
    }
    if (incident.severity !== 'page' || incident.toldAt === null) continue;
    const isRetracted =
      members.length > 0 &&
      members.every(
        ({ left, joinedAt, leftAt }) => left === 'late-news' && (leftAt ?? 0) - joinedAt <= SOON_MS,
      );
    pages.push({ incident, isRight: truly.length > 0, isRetracted });
  }
  return {
    lost: lost.size,
    pages: pages.length,
    rightPages: pages.filter(({ isRight }) => isRight).length,
    retracted: pages.filter(({ isRetracted }) => isRetracted).length,
    missed: [...lost].flatMap(([order, { loss, hop }]) =>
      told.has(order) ? [] : [`${order}: ${loss} at ${hop}`],
    ),
    rightClass: rightly.size,
    wrongPages: pages
      .filter(({ isRight }) => !isRight)
      .map(
        ({ incident }) =>
          `${incident.kind} ${incident.rule} at ${incident.place}, ${incident.losses.join('|')}, ${new Date(incident.openedAt).toISOString()}, ${incident.total} orders`,
      ),
  };
}
