import type { LossClass } from '../../domain/diagnosis.ts';
import type { Head } from './loss-texts.ts';

const HEAD_OF: Readonly<Record<LossClass, Head>> = {
  'not-published': 'lost',
  'publish-failed': 'lost',
  'lost-in-broker': 'lost',
  waiting: 'waiting',
  'dead-lettered': 'lost',
  'consumer-failed': 'lost',
  'not-stored': 'lost',
  drift: 'drift',
  working: 'working',
  disorder: 'disorder',
  hidden: 'hidden',
  vanished: 'vanished',
};

/** Of two candidates the head that both share; nothing is called lost that may be waiting. */
export function headOf(losses: readonly LossClass[]): Head {
  const heads = new Set(losses.map((loss) => HEAD_OF[loss]));
  const [only] = heads;
  return losses.length <= 2 && heads.size === 1 && only !== undefined ? only : 'stuck';
}
