import type { CheckContext } from './context.ts';

/** What a slot has sent to one reader it does not send to the other. */
export function checkSlots({ model, report }: CheckContext): void {
  const readers = new Map<string, string>();
  for (const witness of model.witnesses.values()) {
    if (witness.kind !== 'database' || witness.capture.kind !== 'replication') continue;
    const { slot } = witness.capture;
    const path = ['witnesses', witness.name, 'capture', 'replication', 'slot'];
    if (!report.isSound(path)) continue;
    const place = `${witness.urlEnv} ${slot}`;
    const reader = readers.get(place);
    if (reader === undefined) readers.set(place, witness.name);
    else {
      report.error(path, {
        code: 'duplicate-slot',
        message: `${reader} reads the slot ${slot} of this database already`,
        fix: `take another name, as in ${slot}_${witness.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`,
      });
    }
  }
}
