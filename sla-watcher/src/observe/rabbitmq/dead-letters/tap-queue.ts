import type { DeadLetterWitness, Model } from '@orderwatch/model';
import type { Channel } from 'amqplib';
import type { WitnessUnavailable } from '../../../domain/errors.ts';
import type { TapConnection } from './tap-connection.ts';
import { codeOf, NOT_FOUND, tapFailure } from './tap-failure.ts';

/** A bound on what each read sends; more hops than that share their queues. */
const MOST_BINDINGS = 1000;

/**
 * Under which keys a dead letter may come: for a fanout or headers exchange any does, a topic exchange gives
 * all for `#`, and a direct one wants each by name: that of the queue, or that of the message.
 */
export function bindingKeys(
  model: Model,
  { routingKeys: also, exchanges }: DeadLetterWitness,
): readonly string[] {
  const hops = [...model.hops.values()].filter(({ via }) => via === 'amqp');
  const named = hops.flatMap(({ queue, routingKey }) => [queue, routingKey]);
  const keys = ['#', ...also, ...named.filter((key) => key !== null && key !== '')] as string[];
  return [...new Set(keys)].slice(0, Math.floor(MOST_BINDINGS / exchanges.length));
}

/** How many messages wait in our queue; null: it is not there. */
export async function lookForTap(
  connection: TapConnection,
  queue: string,
  signal: AbortSignal,
): Promise<number | null> {
  const channel = await connection.channel(signal);
  const looking = channel.checkQueue(queue).then(({ messageCount }) => messageCount, unlessNotFound);
  const ready = await connection.answer('look', looking, signal);
  // Such an answer closes the channel.
  if (typeof ready !== 'number') await connection.leave();
  return typeof ready === 'number' ? ready : null;
}

/**
 * Declares our queue, also where it is there: one of somebody else's making may have no bounds. Binds it with
 * every read, for an exchange that was deleted and declared again has lost its bindings; others' exchanges
 * are never declared. Returns what is wrong when one of them is not there.
 */
export async function bindTap(
  connection: TapConnection,
  config: DeadLetterWitness,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<WitnessUnavailable | null> {
  const { queue, exchanges, maxLength, expiresMs } = config;
  const channel = await connection.channel(signal);
  const declaring = channel.assertQueue(queue, {
    durable: true,
    maxLength,
    overflow: 'drop-head',
    expires: expiresMs,
  });
  await connection.answer('declare', declaring, signal);
  const binding = bindAll(channel, config, keys).then(() => null, unlessNotFound);
  const missing = await connection.answer('bind', binding, signal);
  if (missing === null) return null;
  await connection.leave();
  return tapFailure(missing, 'bind', { queue, exchanges });
}

function unlessNotFound(error: unknown): Error {
  if (codeOf(error) === NOT_FOUND && error instanceof Error) return error;
  throw error;
}

async function bindAll(
  channel: Channel,
  { queue, exchanges }: DeadLetterWitness,
  keys: readonly string[],
): Promise<void> {
  for (const exchange of exchanges) for (const key of keys) await channel.bindQueue(queue, exchange, key);
}
