import type { ProbeWitness } from '@orderwatch/model';
import type { RawRecord } from '../../../domain/observation.ts';
import type { WitnessHealth } from '../../../domain/witness-health.ts';
import { modelOf, NOON, WORKSHOP } from '../../../testing/model.ts';
import { createProbeWitness } from '../create-probe-witness.ts';

const MINUTE = 60_000;

/** A probe of the workshop's list, by stage and page, as the model has it. */
export function probeConfig(more: Partial<ProbeWitness> = {}): ProbeWitness {
  const model = modelOf(
    WORKSHOP.replace(
      'witnesses:',
      `witnesses:
  screen:
    kind: probe
    systems: mes
    url_env: MES_URL
    path: /orders?status={status}&from={next}
    items: /data/rows
    order: /id
    status: /state
    next: /next~1page
    stages: [PRICED, MAKING, SHIPPED]
    statuses: { new: PRICED, priced: PRICED, draft: null }
    max_pages: 20`,
    ),
  );
  return { ...(model.witnesses.get('screen') as ProbeWitness), ...more };
}

export interface Probing {
  now: number;
  cursor: string | null;
  health: WitnessHealth | null;
  /** Of each batch of the last read, how many records it had. */
  batches: number[];
  /** One read, a minute after the one before; each record in a line. */
  read(signal?: AbortSignal): Promise<readonly string[]>;
}

export function probing(url: string, config: ProbeWitness = probeConfig()): Probing {
  const clock = { now: () => state.now, wall: () => state.now, at: (wall: number) => wall };
  const witness = createProbeWitness(config, url, clock);
  const state: Probing = {
    now: NOON,
    cursor: null,
    health: null,
    batches: [],
    async read(signal = new AbortController().signal) {
      state.now += MINUTE;
      const records: RawRecord[] = [];
      state.batches = [];
      for await (const batch of witness.read(state.cursor, signal)) {
        records.push(...batch.records);
        state.batches.push(batch.records.length);
        state.cursor = batch.next.cursor;
        state.health = batch.next.health;
      }
      return records.map(lineOf);
    },
  };
  return state;
}

function lineOf(record: RawRecord): string {
  if (record.kind === 'side') return `${record.says} ${record.order} ${record.status}`;
  return record.kind === 'broken' ? `${record.rejection.position}: ${record.rejection.reason}` : record.kind;
}
