import type { DeadLetterWitness, Hop, Model } from '../model.ts';
import type { CheckContext } from './context.ts';

/** A witness of a broker has something to see there, and takes nothing that is somebody else's. */
export function checkBrokerWitnesses(context: CheckContext): void {
  const { model, report } = context;
  const taps = new Map<string, string>();
  for (const witness of model.witnesses.values()) {
    if (witness.kind !== 'broker' && witness.kind !== 'dead-letters') continue;
    if (!report.isSound(['witnesses', witness.name])) continue;
    checkSees(context, witness.name, witness.kind);
    if (witness.kind === 'broker') continue;
    checkQueue(context, witness, taps);
    checkExchanges(context, witness);
  }
}

function checkSees({ model, report }: CheckContext, name: string, kind: 'broker' | 'dead-letters'): void {
  if (!report.isSound(['hops'])) return;
  const isNamed = (hop: Hop) => hop.queue || (kind === 'dead-letters' && hop.exchange);
  if (overBroker(model).some(isNamed)) return;
  report.warningAtKey(['witnesses', name], {
    code: 'idle-broker',
    message: `${name} sees nothing: no hop over the broker names its queue`,
    fix: 'add queue to the hops via amqp, as in queue: mes.orders',
  });
}

/** What is taken from a queue is gone for whoever else takes from it. */
function checkQueue(
  { model, report }: CheckContext,
  { name, queue, urlEnv }: DeadLetterWitness,
  taps: Map<string, string>,
): void {
  const path = ['witnesses', name, 'queue'];
  const hop = overBroker(model).find((each) => each.queue === queue);
  if (hop !== undefined) {
    report.errorAtKey(path, {
      code: 'foreign-queue',
      message: `${queue} is the queue of the hop ${hop.name}: its messages are not ours to take`,
      fix: 'leave it out, or name a queue that nobody has',
    });
  }
  const place = JSON.stringify([urlEnv, queue]);
  const other = taps.get(place);
  taps.set(place, name);
  if (other === undefined) return;
  report.errorAtKey(['witnesses', name], {
    code: 'duplicate-tap',
    message: `${name} and ${other} would take from each other: both read ${queue}`,
    fix: 'give one of them a queue of its own, or one witness all the exchanges',
  });
}

function checkExchanges({ model, report }: CheckContext, { name, exchanges }: DeadLetterWitness): void {
  const main = new Map(overBroker(model).map((hop) => [hop.exchange, hop.name]));
  for (const [index, exchange] of exchanges.entries()) {
    const hop = main.get(exchange);
    if (hop === undefined) continue;
    report.error(['witnesses', name, 'exchanges', index], {
      code: 'main-exchange',
      message: `the hop ${hop} is published to ${exchange}: a queue of ours there would make every message look routable`,
      fix: 'name the exchange that dead letters go to, and no other',
    });
  }
}

function overBroker({ hops }: Model): readonly Hop[] {
  return [...hops.values()].filter(({ via }) => via === 'amqp');
}
