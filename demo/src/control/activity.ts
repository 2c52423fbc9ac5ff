import type { BrokerConnection } from '../broker/connection.ts';
import type { Topology } from '../broker/topology.ts';
import type { ServiceProcess } from '../supervisor/service-process.ts';

/** What the platform has in hand. */
export interface PlatformActivity {
  /** Nothing is under way: what has not arrived by now will not arrive by itself. */
  quiet: boolean;
  /** Running work by service. */
  busy: Record<string, number>;
  /** Messages that wait, by queue; null where it cannot be known. */
  queues: Record<string, number | null>;
}

/** A queue that nobody takes from does not count: its messages will wait as long as that is so. */
export async function readActivity(
  processes: readonly ServiceProcess[],
  broker: BrokerConnection,
  { queues }: Topology,
): Promise<PlatformActivity> {
  const busy = Object.fromEntries(
    await Promise.all(processes.map(async (each) => [each.name, await each.activity()] as const)),
  );
  const depths = await Promise.all(Object.values(queues).map((queue) => depthOf(broker, queue)));
  const waiting = depths.filter(({ messages, consumers }) => messages !== 0 && consumers !== 0);
  return {
    quiet: waiting.length === 0 && Object.values(busy).every((count) => count === 0),
    busy,
    queues: Object.fromEntries(depths.map(({ queue, messages }) => [queue, messages])),
  };
}

async function depthOf(broker: BrokerConnection, queue: string) {
  try {
    const found = await broker.withChannel((channel) => channel.checkQueue(queue));
    return { queue, messages: found.messageCount, consumers: found.consumerCount };
  } catch {
    return { queue, messages: null, consumers: null };
  }
}
