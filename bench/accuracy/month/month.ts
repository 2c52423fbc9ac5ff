import { draw } from '../plan/draw.ts';
import type { Loss } from '../plan/strikes.ts';
import { type Fate, type Life, live, STEPS, type Told } from './life.ts';
import { shareOfHour } from './working-time.ts';

export interface MonthOptions {
  readonly seed: number;
  readonly from: number;
  readonly days: number;
  readonly perDay: number;
  /** Of the orders. */
  readonly faulty: number;
}

/** All that happens, by order, and beside the orders. */
export interface Month {
  readonly lives: readonly Life[];
  /** Of all orders and of everything else, by time. */
  readonly told: readonly Told[];
  /** In which nothing is handled and telemetry is lost. */
  readonly deploys: readonly { readonly from: number; readonly to: number }[];
  readonly touches: number;
  readonly fixedByHand: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DEPLOY_MS = 40_000;
const LOSSES: readonly Loss[] = [
  'not-published',
  'publish-failed',
  'lost-in-broker',
  'dead-lettered',
  'consumer-failed',
  'not-stored',
];
const HOPS = STEPS.flatMap(({ hop }) => hop ?? []);

export function makeMonth(options: MonthOptions): Month {
  const { seed, from, days } = options;
  const deploys = deploysOf(options);
  const handledAt = (sentAt: number) => {
    const stopped = deploys.find((deploy) => sentAt >= deploy.from && sentAt < deploy.to);
    return (stopped?.to ?? sentAt) + 40;
  };
  const lives: Life[] = [];
  for (let hour = 0; hour < days * 24; hour++) {
    const at = from + hour * HOUR_MS;
    const expected = options.perDay * shareOfHour(at);
    const count = Math.floor(expected + draw(seed, 'arrivals', hour));
    for (let n = 0; n < count; n++) {
      const order = String(lives.length + 1);
      const beginsAt = at + Math.floor(draw(seed, order, 'begins') * HOUR_MS);
      lives.push(live({ order, seed, beginsAt, fate: fateOf(options, order), handledAt }));
    }
  }
  const touched = touchesOf(lives, options);
  const fixed = fixesOf(lives, options);
  const told = [...lives.flatMap((life) => fixed.get(life.order) ?? life.told), ...touched.told];
  return {
    ...{ lives, deploys, touches: touched.count, fixedByHand: fixed.size },
    told: told.toSorted((a, b) => a.at - b.at),
  };
}

function fateOf({ seed, faulty }: MonthOptions, order: string): Fate | null {
  if (draw(seed, order, 'faulty') >= faulty) return null;
  const pick = <T>(from: readonly T[], what: string) =>
    from[Math.floor(draw(seed, order, what) * from.length)] as T;
  return { loss: pick(LOSSES, 'loss'), hop: pick(HOPS, 'hop'), hours: 2 + 10 * draw(seed, order, 'hours') };
}

/** Tuesdays and Thursdays at eleven. */
function deploysOf({ from, days }: MonthOptions) {
  const at = Array.from({ length: days }, (_, day) => from + day * DAY_MS + 11 * HOUR_MS);
  return at
    .filter((_, day) => day % 7 === 1 || day % 7 === 3)
    .map((begins) => ({
      ...{ from: begins, to: begins + DEPLOY_MS },
    }));
}

/** Once a week a job writes `updated_at` of every row of MES anew, and changes nothing else. */
function touchesOf(lives: readonly Life[], { from, days }: MonthOptions) {
  const told: Told[] = [];
  for (let day = 5; day < days; day += 7) {
    const at = from + day * DAY_MS + 2 * HOUR_MS;
    for (const life of lives) {
      const last = life.told.findLast(
        ({ at: when, record }) => when < at && record.kind === 'row' && record.witness === 'mes-db',
      );
      if (last === undefined || last.record.kind !== 'row') continue;
      const row = { ...last.record.row, updated_at: new Date(at).toISOString() };
      told.push({ at, record: { ...last.record, row } });
    }
  }
  return { told, count: told.length };
}

/**
 * Once a day support writes a status in both databases by SQL, the second some minutes after the first:
 * no service tells of it, and it is nobody's loss.
 */
function fixesOf(lives: readonly Life[], { seed, days }: MonthOptions): ReadonlyMap<string, readonly Told[]> {
  const fixed = new Map<string, readonly Told[]>();
  const healthy = lives.filter(({ fate }) => fate === null);
  for (let day = 0; day < days && healthy.length > 0; day++) {
    const life = healthy[Math.floor(draw(seed, day, 'fixed') * healthy.length)];
    if (life === undefined || fixed.has(life.order)) continue;
    const status = ['PACKAGING', 'SHIPPED'][day % 2] ?? '';
    const rest = life.told.filter(
      ({ record }) => record.kind === 'side' || !('status' in record) || record.status !== status,
    );
    const later = Math.floor((1 + 3 * draw(seed, day, 'later')) * 60_000);
    const byHand = rest.map((one): Told => {
      const { record } = one;
      const isSecond =
        record.kind === 'row' && record.witness === 'shop-db' && record.row['status'] === status;
      if (!isSecond || record.kind !== 'row') return one;
      const at = new Date(one.at + later).toISOString();
      const row = { ...record.row, changed_at: at, recorded_at: at };
      return { at: one.at + later, record: { ...record, row } };
    });
    fixed.set(life.order, byHand);
  }
  return fixed;
}
