import type { Observation } from '../domain/observation.ts';
import type { StoreReads } from '../ports.ts';

type Read = (...args: never[]) => Promise<unknown>;

/** The same reads, throwing our own errors for the driver's. */
export function classifiedReads(reads: StoreReads, classify: (error: unknown) => unknown): StoreReads {
  async function classified(read: Read, args: never[]): Promise<unknown> {
    try {
      return await read(...args);
    } catch (error) {
      throw classify(error);
    }
  }
  async function* stream(): AsyncIterable<Observation> {
    try {
      yield* reads.allObservations();
    } catch (error) {
      throw classify(error);
    }
  }
  const { allObservations: _, ...others } = reads;
  const wrapped = Object.entries(others).map(([name, read]) => [
    name,
    (...args: never[]) => classified(read as Read, args),
  ]);
  return { ...(Object.fromEntries(wrapped) as typeof others), allObservations: stream };
}
