import type { Pool } from 'pg';
import { BrokerConnection } from '../broker/connection.ts';
import { Consumer } from '../broker/consumer.ts';
import type { Handle } from '../broker/delivery.ts';
import { ConfirmingPublisher } from '../broker/publisher.ts';
import { topologyOf, topologyPart } from '../broker/topology.ts';
import { createRelay } from '../delivery/outbox.ts';
import { Outgoing } from '../delivery/outgoing.ts';
import { faultyHandler } from '../fault/faulty-handler.ts';
import { FaultyPublisher } from '../fault/faulty-publisher.ts';
import { hopsTo, type Receiver } from '../order/hop.ts';
import type { Ground } from './ground.ts';

/** All that a service has to do with the broker. */
export interface Messaging {
  outgoing: Outgoing;
  readonly isOpen: boolean;
  start(handle: Handle): Promise<void>;
  stop(): Promise<void>;
}

export function createMessaging(ground: Ground, receiver: Receiver, pool: Pool): Messaging {
  const { settings, log, board, faults, activity } = ground;
  const topology = topologyOf(settings.names);
  const broker = new BrokerConnection(settings.amqpUrl, log);
  const confirming = new ConfirmingPublisher(topology.exchange);
  const publisher = new FaultyPublisher({ broker, publisher: confirming, topology }, faults);
  const relay = createRelay({ pool, publisher, activity, log });
  // SIGKILL, as from the system: nothing gets to run, and what telemetry had in hand is gone.
  const crash = () => void process.kill(process.pid, 'SIGKILL');
  const outgoing = new Outgoing({ board, publisher, relay, faults, log, crash });
  let consumer: Consumer | undefined;
  broker.add(topologyPart(topology));
  broker.add(confirming);

  return {
    outgoing,
    get isOpen() {
      return broker.isOpen;
    },
    async start(handle) {
      const [hop] = hopsTo(receiver);
      const isPaused = () =>
        hop !== undefined && board.faultsAt('publish', hop).some(({ fault }) => fault === 'consumer-paused');
      const consuming = new Consumer({
        queue: topology.queues[receiver],
        handle: faultyHandler(handle, faults, log),
        log,
        activity,
      });
      consumer = consuming;
      board.onChange(() => consuming.setPaused(isPaused()));
      await consuming.setPaused(isPaused());
      broker.add(consuming);
      await broker.start();
      relay.start();
    },
    async stop() {
      await consumer?.stop();
      await activity.whenIdle();
      await relay.stop();
      await publisher.close();
      await broker.close();
    },
  };
}
