import type { Channel, ChannelModel } from 'amqplib';
import { hopsTo, type Receiver, routingKeyOf } from '../order/hop.ts';
import type { BrokerPart } from './connection.ts';

/** The names on the broker: two platforms with different ones do not meet. */
export interface Topology {
  exchange: string;
  deadLetterExchange: string;
  queues: Readonly<Record<Receiver, string>>;
  deadLetterQueues: Readonly<Record<Receiver, string>>;
}

const RECEIVERS: readonly Receiver[] = ['mes', 'crm'];

export function topologyOf(names: string): Topology {
  return {
    exchange: `${names}.orders`,
    deadLetterExchange: `${names}.orders.dead`,
    queues: { mes: `${names}.mes.orders`, crm: `${names}.crm.orders` },
    deadLetterQueues: { mes: `${names}.mes.orders.dead`, crm: `${names}.crm.orders.dead` },
  };
}

/** Declares everything; whoever is first makes it, and for the others nothing changes. */
export function topologyPart(topology: Topology): BrokerPart {
  return {
    async open(connection: ChannelModel) {
      const channel = await connection.createChannel();
      // Declared otherwise by somebody else: the connection's attempt fails with the reason.
      channel.on('error', () => {});
      await declare(channel, topology);
      await channel.close();
    },
  };
}

async function declare(channel: Channel, topology: Topology): Promise<void> {
  const { exchange, deadLetterExchange, queues, deadLetterQueues } = topology;
  await channel.assertExchange(exchange, 'topic', { durable: true });
  await channel.assertExchange(deadLetterExchange, 'direct', { durable: true });
  for (const receiver of RECEIVERS) {
    const dead = deadLetterQueues[receiver];
    await channel.assertQueue(dead, { durable: true });
    await channel.bindQueue(dead, deadLetterExchange, queues[receiver]);
    await channel.assertQueue(queues[receiver], {
      durable: true,
      deadLetterExchange,
      deadLetterRoutingKey: queues[receiver],
    });
    for (const hop of hopsTo(receiver))
      await channel.bindQueue(queues[receiver], exchange, routingKeyOf(hop));
  }
}
