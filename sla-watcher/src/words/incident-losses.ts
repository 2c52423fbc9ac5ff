import type { LossClass } from '../domain/diagnosis.ts';
import type { Incident } from '../domain/incident.ts';

/** Whether an incident says where its orders were lost, or what of them disagrees. */
export function isLoss({ kind, losses }: Incident): boolean {
  return kind === 'drift' || (kind === 'orders' && losses.length > 0);
}

/** A drift of which no more is known is one all the same. */
export function lossesToTell({ kind, losses }: Incident): readonly LossClass[] {
  return kind === 'drift' && losses.length === 0 ? ['drift'] : losses;
}
