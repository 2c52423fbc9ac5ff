import type { Options } from 'amqplib';
import type { BrokerConnection } from '../broker/connection.ts';
import type { ConfirmingPublisher, PublishOutcome } from '../broker/publisher.ts';
import type { Topology } from '../broker/topology.ts';
import { HOPS, routingKeyOf } from '../order/hop.ts';
import type { Envelope } from '../order/order-event.ts';
import { numberOf } from './parameter.ts';
import type { Strike } from './fault.ts';

/** After so long without use the broker removes a queue that faults have made. */
const UNUSED_MS = 600_000;

export interface DetourDeps {
  broker: BrokerConnection;
  publisher: ConfirmingPublisher;
  topology: Topology;
}

/**
 * Sends a message to a queue of its own that has the property by which messages are lost: so the broker
 * itself confirms it, and loses or refuses it, and the other messages of the hop are not touched.
 */
export async function takeDetour(
  deps: DetourDeps,
  strike: Strike,
  envelope: Envelope,
): Promise<PublishOutcome> {
  const { broker, publisher, topology } = deps;
  const { name, properties } = describeQueue(strike);
  const queue = `${topology.queues[HOPS[envelope.hop].to]}.${name}`;
  const key = `${name}.${routingKeyOf(envelope.hop)}`;
  await broker.withChannel(async (channel) => {
    await channel.assertQueue(queue, { durable: true, expires: UNUSED_MS, ...properties });
    await channel.bindQueue(queue, topology.exchange, key);
  });
  const outcome = await publisher.publishTo(key, envelope);
  if (strike.fault === 'purged') await broker.withChannel((channel) => channel.purgeQueue(queue));
  if (strike.fault === 'queue-deleted') await broker.withChannel((channel) => channel.deleteQueue(queue));
  return outcome;
}

function describeQueue({ fault, parameters }: Strike): { name: string; properties: Options.AssertQueue } {
  const ttlMs = numberOf(parameters, 'ttlMs');
  if (fault === 'expired') return { name: `expired-${ttlMs}`, properties: { messageTtl: ttlMs } };
  if (fault === 'overflowed') return { name: fault, properties: { maxLength: 0 } };
  if (fault === 'refused') {
    return { name: fault, properties: { maxLength: 0, arguments: { 'x-overflow': 'reject-publish' } } };
  }
  return { name: fault, properties: {} };
}
