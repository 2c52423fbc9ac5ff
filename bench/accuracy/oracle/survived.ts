import type { KnownOrder } from '../plan/perform.ts';
import type { SentSpan } from '../ways/telemetry-way.ts';
import type { Sight } from './candidates.ts';

const PRODUCER = 4;
const CONSUMER = 5;
/** How far from the strike the spans of its hop lie. */
const BEFORE_MS = 1_000;
const AFTER_MS = 3_000;

/**
 * What of the telemetry of an order's hop got through: where spans were sent, one that arrived; where none
 * was, that none was lost nearby, for only then does silence say something.
 */
export function sightOfTelemetry(
  { strike, struckAt, order }: KnownOrder,
  sent: Iterable<SentSpan>,
): Pick<Sight, 'sending' | 'receiving'> {
  const isToMes = strike?.hop?.endsWith('-to-mes') === true;
  const near = [...sent].filter(
    ({ endedAt }) => struckAt === null || (endedAt >= struckAt - BEFORE_MS && endedAt <= struckAt + AFTER_MS),
  );
  const eye = (service: string, kind: number) => {
    const ofService = near.filter((span) => span.service === service);
    const own = ofService.filter((span) => span.order === order && span.kind === kind);
    const isClear =
      own.length > 0 ? own.some(({ arrived }) => arrived) : ofService.every(({ arrived }) => arrived);
    return isClear ? ('clear' as const) : ('dark' as const);
  };
  const [sender, receiver] = isToMes ? ['crm-api', 'mes-api'] : ['mes-api', 'crm-api'];
  return { sending: eye(sender ?? '', PRODUCER), receiving: eye(receiver ?? '', CONSUMER) };
}
