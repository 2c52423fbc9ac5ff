import type { Model } from '@orderwatch/model';
import type { HealthByWitness } from '../domain/witness-health.ts';
import type { Clock, StoreReads } from '../ports.ts';
import { healthInForce } from '../verdict/health.ts';

/** What this replica last read of the witnesses' health, which any replica may have written. */
export interface HealthBoard {
  refresh(): Promise<void>;
  current(): HealthByWitness;
}

export function createHealthBoard(store: StoreReads, model: Model, clock: Clock): HealthBoard {
  let told: Awaited<ReturnType<StoreReads['witnesses']>> = [];
  return {
    async refresh() {
      told = await store.witnesses();
    },
    current: () =>
      healthInForce(
        told.map(({ health }) => health),
        model,
        (wallMs) => clock.at(clock.wall() - wallMs),
      ),
  };
}
