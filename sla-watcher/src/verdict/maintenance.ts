import type { MaintenanceWindow, Model } from '@orderwatch/model';

/** Finds the weekly window that holds an instant; zone arithmetic is handed in. */
export type WeeklyWindow = (
  now: number,
  zone: string,
  day: number,
  fromMinute: number,
  toMinute: number,
) => { readonly from: number; readonly to: number } | null;

/** The window in force at `now` for any of `systems`, the one that ends last; null: none. */
export function windowInForce(
  systems: readonly string[],
  now: number,
  model: Model,
  weekly: WeeklyWindow,
): { readonly name: string; readonly until: number } | null {
  let last: { name: string; until: number } | null = null;
  for (const window of model.maintenance) {
    if (window.systems !== null && !window.systems.some((system) => systems.includes(system))) continue;
    const until = endIfInForce(window, now, model.timezone, weekly);
    if (until !== null && (last === null || until > last.until)) last = { name: window.name, until };
  }
  return last;
}

function endIfInForce(
  { during }: MaintenanceWindow,
  now: number,
  zone: string,
  weekly: WeeklyWindow,
): number | null {
  switch (during.kind) {
    case 'once':
      return now >= during.from && now < during.to ? during.to : null;
    case 'weekly':
      return weekly(now, zone, during.day, during.from, during.to)?.to ?? null;
  }
}
