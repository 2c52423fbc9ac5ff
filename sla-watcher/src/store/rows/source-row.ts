import type { SourceName, TelemetrySource } from '../../domain/telemetry-source.ts';
import { storableKey } from './storable-text.ts';

/** One row of table `telemetry_source`. */
export interface SourceRow {
  readonly key: string;
  /** The rest, as JSON; '' was locked and never saved. */
  readonly state: string;
}

export function keyOfSource({ witness, service, instance }: SourceName): string {
  return storableKey(JSON.stringify([witness, service, instance]));
}

export function nameOfSource({ key }: SourceRow): SourceName {
  const [witness, service, instance] = JSON.parse(key) as [string, string, string];
  return { witness, service, instance };
}

export function encodeSource(source: TelemetrySource): SourceRow {
  const { witness: _witness, service: _service, instance: _instance, ...state } = source;
  return { key: keyOfSource(source), state: JSON.stringify(state) };
}

export function decodeSource({ state }: SourceRow, name: SourceName): TelemetrySource | null {
  const { witness, service, instance } = name;
  if (state === '') return null;
  return { witness, service, instance, ...(JSON.parse(state) as Omit<TelemetrySource, keyof SourceName>) };
}
