import type { Diagnosis, Evidence } from '../domain/diagnosis.ts';

/** So many facts are kept with each order of an incident: a message shows three, and there may be thousands. */
const KEPT = { for: 4, against: 2 } as const;

/** A diagnosis with the evidence that comes first; all of it stands on the order's own page. */
export function briefly(diagnosis: Diagnosis): Diagnosis {
  const some = (speaks: Evidence['speaks']) =>
    diagnosis.evidence.filter((one) => one.speaks === speaks).slice(0, KEPT[speaks]);
  return { ...diagnosis, evidence: [...some('for'), ...some('against')] };
}
