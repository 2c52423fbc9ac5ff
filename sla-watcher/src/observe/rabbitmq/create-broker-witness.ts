import { createHash } from 'node:crypto';
import type { BrokerWitness, Model } from '@orderwatch/model';
import { WitnessUnavailable } from '../../domain/errors.ts';
import type { Clock, PolledWitness, WitnessBatch } from '../../ports.ts';
import { brokerHealth } from './broker/broker-health.ts';
import { type BrokerPosition, beginning, readPosition, writePosition } from './broker/broker-position.ts';
import { withDeadLettered, withQueues, withUnroutable } from './broker/broker-view.ts';
import { type HttpAddress, parseAddress } from './management/http-address.ts';
import { askManagement } from './management/management-api.ts';
import { askMetrics } from './management/metrics-text.ts';
import { OVERVIEW_PATH, readOverview } from './management/overview.ts';
import { askable, queueListPath, readQueueList } from './management/queue-list.ts';

/** Secrets. */
export interface BrokerUrls {
  /** `http://user:password@host:15672` */
  readonly management: string;
  /** `http://host:15692/metrics`; null: reasons of dead letters are not known. */
  readonly metrics: string | null;
}

/** Reads RabbitMQ's queues and counters (docs/adr/0010-what-a-broker-can-say.md). */
export function createBrokerWitness(
  config: BrokerWitness,
  model: Model,
  urls: BrokerUrls,
  clock: Clock,
): PolledWitness {
  return new ManagementWitness(config, queuesOf(model), urls, clock);
}

/** The queues that hops name, each once. */
export function queuesOf(model: Model): readonly string[] {
  return [...new Set([...model.hops.values()].flatMap(({ queue }) => (queue ? [queue] : [])))];
}

type Turn = 'queues' | 'overview' | 'metrics';
/** Each poll sends one request, so what is asked for takes turns. */
const TURNS: readonly Turn[] = ['queues', 'overview'];
const TURNS_WITH_METRICS: readonly Turn[] = ['queues', 'metrics', 'queues', 'overview'];

/**
 * 1. One request a poll at most, bounded in time and bytes, and none in between.
 * 2. Queues that cannot be read make the witness unavailable, and are asked for again at the next poll.
 * 3. Counters that cannot be read leave a hole in what is known of drops, and harm nothing else.
 * 4. A reading stands for an instant `lag` before it was asked for: the broker's figures are that old.
 */
class ManagementWitness implements PolledWitness {
  readonly name: string;
  readonly pollMs: number;
  readonly #config: BrokerWitness;
  readonly #queues: readonly string[];
  readonly #unwatched: number;
  readonly #urls: BrokerUrls;
  readonly #turns: readonly Turn[];
  readonly #clock: Clock;

  constructor(config: BrokerWitness, queues: readonly string[], urls: BrokerUrls, clock: Clock) {
    this.name = config.name;
    this.pollMs = config.pollMs;
    this.#config = config;
    this.#queues = askable(queues);
    this.#unwatched = queues.length - this.#queues.length;
    this.#urls = urls;
    this.#turns = urls.metrics === null ? TURNS : TURNS_WITH_METRICS;
    this.#clock = clock;
  }

  async *read(cursor: string | null, signal: AbortSignal): AsyncGenerator<WitnessBatch, void, undefined> {
    const position = this.#resume(cursor);
    try {
      const next = { ...(await this.#look(position, signal)), turn: position.turn + 1 };
      yield this.#batch(next);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async close(): Promise<void> {}

  #look(position: BrokerPosition, signal: AbortSignal): Promise<BrokerPosition> {
    const turn = this.#turns[position.turn % this.#turns.length] ?? 'queues';
    if (turn === 'queues') return this.#lookAtQueues(position, signal);
    const reading = turn === 'overview' ? this.#readOverview : this.#readMetrics;
    return reading.call(this, position, signal).catch((error: unknown) => {
      if (signal.aborted || !(error instanceof WitnessUnavailable)) throw error;
      return { ...position, countersFault: error.message };
    });
  }

  async #lookAtQueues(position: BrokerPosition, signal: AbortSignal): Promise<BrokerPosition> {
    const asked = this.#clock.wall();
    const path = queueListPath(this.#config.vhost, this.#queues);
    const body = await askManagement(parseAddress(this.#urls.management), path, signal);
    const at = this.#clock.at(asked - this.#config.lagMs);
    const look = readQueueList(body, this.#queues, at, position.countsRates === true);
    return withQueues(position, look, this.#between('queues'));
  }

  async #readOverview(position: BrokerPosition, signal: AbortSignal): Promise<BrokerPosition> {
    const asked = this.#clock.wall();
    const body = await askManagement(parseAddress(this.#urls.management), OVERVIEW_PATH, signal);
    const { countsRates, unroutable } = readOverview(body);
    const reading = {
      from: this.#clock.at(asked - this.#config.lagMs),
      to: this.#clock.at(this.#clock.wall()),
      source: '',
      counts: unroutable === null ? {} : { unroutable },
    };
    const next = withUnroutable(position, reading, this.#between('overview'));
    return { ...next, countsRates, countersFault: null };
  }

  /** These counters are read where they are counted, and are of this instant. */
  async #readMetrics(position: BrokerPosition, signal: AbortSignal): Promise<BrokerPosition> {
    const from = this.#clock.at(this.#clock.wall());
    const address: HttpAddress = parseAddress(this.#urls.metrics ?? '');
    const { node, counts } = await askMetrics(address, signal);
    const reading = { from, to: this.#clock.at(this.#clock.wall()), source: node, counts };
    return { ...withDeadLettered(position, reading, this.#between('metrics')), countersFault: null };
  }

  /** How far apart two turns of a kind are, in the time that orders live in. */
  #between(turn: Turn): number {
    const share = this.#turns.length / this.#turns.filter((each) => each === turn).length;
    const now = this.#clock.wall();
    return this.#clock.at(now) - this.#clock.at(now - share * this.pollMs);
  }

  #resume(cursor: string | null): BrokerPosition {
    const { urlEnv, metricsUrlEnv, vhost } = this.#config;
    const source = createHash('sha256')
      .update(JSON.stringify([urlEnv, metricsUrlEnv, vhost]))
      .digest('base64url')
      .slice(0, 16);
    const position = cursor === null ? null : readPosition(cursor);
    return position?.source === source ? position : beginning(source);
  }

  #batch(position: BrokerPosition): WitnessBatch {
    const health = brokerHealth(this.name, position, this.#unwatched, this.#clock.now());
    return { records: [], next: { health, cursor: writePosition(position) } };
  }
}
