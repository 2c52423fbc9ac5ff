import type { ProbeWitness } from '@orderwatch/model';
import { WitnessUnavailable } from '../../domain/errors.ts';
import type { RawRecord } from '../../domain/observation.ts';
import type { Clock, PolledWitness, StoredWitness, WitnessBatch } from '../../ports.ts';
import { ListBusy } from './classify-answer.ts';
import { getPage } from './get-page.ts';
import { changesOf } from './list-changes.ts';
import { ListReading } from './list-reading.ts';
import { healthyProbe, overflowedProbe, unfinishedProbe } from './probe-health.ts';
import { parseProbeAddress } from './probe-address.ts';
import { type ProbePosition, readPosition, sourceOf, writePosition } from './probe-position.ts';

/** Handed on at once: one transaction each. */
const BATCH = 1_000;
/** A read may take longer than whoever holds the witness keeps it without a word. */
const SIGN_OF_LIFE_MS = 3_000;

/**
 * Reads a list of orders over HTTP as people see it, and tells what has changed in it. `url` is a secret
 * (see probe-address.ts for its credentials).
 */
export function createProbeWitness(config: ProbeWitness, url: string, clock: Clock): PolledWitness {
  return new ListProbe(config, url, clock);
}

/**
 * States: idle ──read()──▶ reading ──all pages, an error, an abort──▶ idle; nothing is held in between.
 *
 * 1. Only a complete read says anything. What it says is as of before its first request: an order that came
 *    later need not be in it.
 * 2. The position moves with the last batch of a read; one that was not durable is told again.
 * 3. It never harms: one GET at a time, bounded, and none while the server asks us to wait.
 */
class ListProbe implements PolledWitness {
  readonly name: string;
  readonly pollMs: number;
  readonly #config: ProbeWitness;
  readonly #url: string;
  readonly #clock: Clock;
  #waitUntil = 0;

  constructor(config: ProbeWitness, url: string, clock: Clock) {
    this.name = config.name;
    this.pollMs = config.pollMs;
    this.#config = config;
    this.#url = url;
    this.#clock = clock;
  }

  async *read(cursor: string | null, signal: AbortSignal): AsyncGenerator<WitnessBatch, void, undefined> {
    if (this.#clock.wall() < this.#waitUntil)
      throw new WitnessUnavailable('the list asked us to wait', { retryable: true });
    try {
      yield* this.#readAll(cursor, signal);
    } catch (error) {
      if (error instanceof ListBusy) this.#waitUntil = this.#clock.wall() + error.waitMs;
      if (!signal.aborted) throw error;
    }
  }

  async close(): Promise<void> {}

  async *#readAll(cursor: string | null, signal: AbortSignal): AsyncGenerator<WitnessBatch> {
    const [config, clock] = [this.#config, this.#clock];
    const address = parseProbeAddress(this.#url);
    const source = sourceOf(config, address.base);
    const before = readPosition(cursor, source);
    const at = clock.now();
    const reading = new ListReading(config);
    let spokeAt = clock.wall();
    for (let path = reading.path; path !== null; path = reading.path) {
      const page = await getPage(address, path, config.timeoutMs, signal);
      if (page.reason === 'read') reading.take(page.body);
      else reading.giveUp(page.detail);
      if (clock.wall() - spokeAt < SIGN_OF_LIFE_MS) continue;
      yield { records: [], next: { health: unfinishedProbe(config, before, clock.now()), cursor } };
      spokeAt = clock.wall();
    }
    if (reading.overflow === null) yield* this.#told(reading, before, { at, source, cursor });
    else
      yield { records: [], next: { health: overflowedProbe(config, before, reading.overflow, at), cursor } };
  }

  *#told(
    reading: ListReading,
    before: ProbePosition | null,
    { at, source, cursor }: { readonly at: number; readonly source: string; readonly cursor: string | null },
  ): Generator<WitnessBatch> {
    const { name } = this.#config;
    const known = before ?? { listed: new Map(), missing: new Set<string>() };
    const { records: changes, remembered } = changesOf(known, reading.list, name, at);
    const broken = reading.brokenCount;
    // The same entries are there with every read, and are refused once.
    const refused = broken === (before?.broken ?? 0) ? [] : reading.broken;
    const records: readonly RawRecord[] = [
      ...changes,
      ...refused.map((rejection): RawRecord => ({ kind: 'broken', rejection })),
    ];
    const unfinished: StoredWitness = {
      health: unfinishedProbe(this.#config, before, this.#clock.now()),
      cursor,
    };
    let from = 0;
    for (; from + BATCH < records.length; from += BATCH)
      yield { records: records.slice(from, from + BATCH), next: unfinished };
    const position: ProbePosition = { ...remembered, readAt: at, broken };
    const health = healthyProbe(this.#config, position);
    yield { records: records.slice(from), next: { health, cursor: writePosition(source, position) } };
  }
}
