import type { Hop, Model } from '@orderwatch/model';
import type { HopRecord } from '../../domain/observation.ts';

type Told = Pick<HopRecord, 'carrier' | 'point' | 'status'>;

/**
 * The hop that a message is on. Of the hops that the system sends or receives, one whose names of the
 * carrier agree: what the model names and the telemetry tells must be the same, and something must be
 * both. Only where the span names the hop's very status may a name differ: so a message that was sent
 * with a wrong key is still known. Of several hops the one with the most in common. One that names
 * nothing is found by the status.
 */
export function matchHop(model: Model, system: string, told: Told): Hop | null {
  let best: Hop | null = null;
  let most = 0;
  for (const hop of model.hops.values()) {
    if ((told.point === 'published' ? hop.from : hop.to) !== system) continue;
    const common = inCommon(hop, told);
    // Two that fit as well: nobody knows which it is.
    if (common > most) [best, most] = [hop, common];
    else if (common === most) best = null;
  }
  return best;
}

/** 0: it is another hop. */
function inCommon(hop: Hop, { carrier, status }: Told): number {
  if (hop.via !== carrier.via) return 0;
  const answers = carrier.via === 'amqp' ? amqpAnswers(hop, carrier) : [agrees(hop.route, [carrier.route])];
  const agreed = answers.filter((answer) => answer === 'yes').length;
  const isThisStatus = status === hop.status;
  if (answers.includes('no')) return isThisStatus && agreed > 0 ? 1 : 0;
  const isNamed = [hop.exchange, hop.routingKey, hop.queue, hop.route].some((name) => name !== null);
  const byStatus = isThisStatus ? 1 : 0;
  if (isNamed) return agreed === 0 ? 0 : 2 * agreed + byStatus;
  return byStatus;
}

type Answer = 'yes' | 'no' | 'not-said';

function amqpAnswers(
  { exchange, routingKey, queue }: Hop,
  { names, routingKey: key }: Extract<HopRecord['carrier'], { via: 'amqp' }>,
): readonly Answer[] {
  const byKey: Answer =
    routingKey === null || key === null ? 'not-said' : matchesTopic(routingKey, key) ? 'yes' : 'no';
  // A sender does not know the queue, and a receiver may not tell the exchange: one of the two is enough.
  const byName = [agrees(exchange, names), agrees(queue, names)];
  if (byName.includes('yes')) return [byKey, 'yes'];
  return [byKey, ...byName];
}

function agrees(name: string | null, told: readonly string[]): Answer {
  if (name === null || told.length === 0) return 'not-said';
  return told.includes(name) ? 'yes' : 'no';
}

/** As a topic exchange binds: words between dots, `*` for one word, `#` for any number. */
export function matchesTopic(pattern: string, key: string): boolean {
  if (pattern === key) return true;
  const [words, wanted] = [key.split('.'), pattern.split('.')];
  // reached[i]: the words so far may stand for the first i of the pattern.
  let reached = startOf(wanted);
  for (const word of words) {
    const next = wanted.map(() => false);
    next.push(false);
    for (let i = 0; i < wanted.length; i += 1) {
      if (!reached[i]) continue;
      if (wanted[i] === '#') next[i] = true;
      else if (wanted[i] === '*' || wanted[i] === word) next[i + 1] = true;
    }
    reached = skipEmpty(next, wanted);
  }
  return reached[wanted.length] === true;
}

function startOf(wanted: readonly string[]): boolean[] {
  return skipEmpty([true, ...wanted.map(() => false)], wanted);
}

/** `#` may stand for no word at all. */
function skipEmpty(reached: boolean[], wanted: readonly string[]): boolean[] {
  for (let i = 0; i < wanted.length; i += 1) if (reached[i] && wanted[i] === '#') reached[i + 1] = true;
  return reached;
}
