/** What goes wrong in the recording, and when: each class of loss that rows and spans can show. */
export interface PlannedFault {
  /** Days and hours since the recording begins, a Monday at midnight. */
  readonly day: number;
  readonly hour: number;
  /** Hours after which it is over; null: when it has struck as many orders as it may. */
  readonly hours: number | null;
  readonly inject: {
    readonly fault: string;
    readonly hop?: string;
    readonly stage?: string;
    readonly share?: number;
    readonly limit?: number;
    readonly parameters?: Readonly<Record<string, unknown>>;
  };
}

const until = (
  day: number,
  hour: number,
  hours: number | null,
  inject: PlannedFault['inject'],
): PlannedFault => ({
  ...{ day, hour, hours, inject },
});

export const FAULTS: readonly PlannedFault[] = [
  until(1, 9, null, { fault: 'not-published', hop: 'price-to-crm', share: 0.2, limit: 3 }),
  until(3, 9, null, { fault: 'unroutable', hop: 'started-to-crm', share: 0.3, limit: 2 }),
  until(4, 14, 3, { fault: 'consumer-paused', hop: 'submitted-to-mes' }),
  until(8, 9, null, { fault: 'dead-lettered', hop: 'submitted-to-mes', share: 0.2, limit: 3 }),
  until(9, 9, null, { fault: 'crash-before-publish', hop: 'approved-to-mes', share: 0.2, limit: 1 }),
  until(10, 9, null, { fault: 'expired', hop: 'completed-to-crm', share: 0.3, limit: 2 }),
  until(11, 9, 100, { fault: 'people-idle', stage: 'MANUFACTURING_APPROVED', share: 0.2, limit: 6 }),
  until(15, 9, null, { fault: 'handler-failed', hop: 'packaging-to-crm', share: 0.3, limit: 2 }),
  until(16, 9, null, { fault: 'rolled-back', hop: 'approved-to-mes', share: 0.3, limit: 2 }),
  until(17, 9, null, { fault: 'published-twice', hop: 'shipped-to-crm', share: 0.3, limit: 3 }),
  until(18, 13, 2, { fault: 'consumer-paused', hop: 'price-to-crm' }),
  until(22, 9, null, { fault: 'not-published', hop: 'shipped-to-crm', share: 0.2, limit: 2 }),
  until(23, 9, null, { fault: 'backwards', hop: 'completed-to-crm', share: 0.3, limit: 1 }),
  until(24, 9, null, { fault: 'store-timed-out', hop: 'submitted-to-mes', share: 0.3, limit: 2 }),
];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** As the load of the demo reads it (docs/fault-injection.md). */
export function planOf(faults: readonly PlannedFault[], from: number): readonly object[] {
  return faults.flatMap(({ inject, hours, ...when }, i) => {
    const [begins, as] = [beginOf(when, from), `fault ${i + 1}`];
    const over = hours === null ? [] : [{ at: new Date(begins + hours * HOUR_MS).toISOString(), clear: as }];
    return [{ at: new Date(begins).toISOString(), inject, as }, ...over];
  });
}

/** The truth of the recording, for its header. Asks the platform which orders its faults have struck. */
export async function askStruck(
  control: string,
  faults: readonly PlannedFault[],
  from: number,
): Promise<readonly object[]> {
  const told: object[] = [];
  for (const [i, { inject, hours, ...when }] of faults.entries()) {
    // The platform numbers faults in the order in which they are injected.
    const answer = await fetch(`${control}/faults/f${i + 1}/struck`);
    // A short recording ends before the later ones begin.
    if (answer.status === 404) break;
    const { struck } = (await answer.json()) as { struck: readonly { order: string }[] };
    const at = beginOf(when, from);
    told.push({
      ...{ at, until: hours === null ? null : at + hours * HOUR_MS, fault: inject.fault },
      place: inject.hop ?? inject.stage ?? null,
      orders: [...new Set(struck.map(({ order }) => order))],
    });
  }
  return told;
}

function beginOf({ day, hour }: Pick<PlannedFault, 'day' | 'hour'>, from: number): number {
  return from + day * DAY_MS + hour * HOUR_MS;
}
