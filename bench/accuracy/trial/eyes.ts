import type { Model, Witness } from '@orderwatch/model';
import { createWitnesses, type PolledWitness, type Store, systemClock } from '@orderwatch/sla-watcher';
import type { DemoPlatform } from '../../../scripts/services/demo/platform.ts';
import { type Gate, openGate } from '../ways/gate.ts';
import { skewedUrl } from '../ways/skewed-databases.ts';
import type { Servers } from './servers.ts';

/** What polls for the watcher, each over a gate of its own. */
export interface Eyes {
  readonly witnesses: readonly PolledWitness[];
  /** Shuts the eye of this name, or opens it again. */
  shut(witness: string, isShut: boolean): void;
  close(): Promise<void>;
}

export interface Ground {
  readonly servers: Servers;
  readonly demo: DemoPlatform;
  readonly model: Model;
  readonly store: Store;
  readonly isSkewed: boolean;
}

export async function openEyes(ground: Ground): Promise<Eyes> {
  const { model, store } = ground;
  const gates = new Map<string, Gate>();
  const urls = new Map<string, string>();
  for (const witness of model.witnesses.values()) {
    const target = targetOf(witness, ground);
    if (target === null || !('urlEnv' in witness)) continue;
    const gate = await openGate(target);
    gates.set(witness.name, gate);
    urls.set(witness.urlEnv, gate.url);
    if (witness.kind !== 'broker' || witness.metricsUrlEnv === null) continue;
    // The broker tells of itself at two addresses, and both are its.
    const metrics = await openGate(ground.servers.metricsUrl);
    gates.set(`${witness.name} metrics`, metrics);
    urls.set(witness.metricsUrlEnv, metrics.url);
  }
  const secret = (name: string) => urls.get(name) ?? null;
  return {
    witnesses: createWitnesses(model, { store, clock: systemClock, secret }),
    shut(witness, isShut) {
      if (!gates.has(witness)) throw new Error(`the model has no witness ${witness} that polls`);
      gates.get(witness)?.shut(isShut);
      gates.get(`${witness} metrics`)?.shut(isShut);
    },
    close: async () => void (await Promise.all([...gates.values()].map((gate) => gate.close()))),
  };
}

/** Where it looks; null: it waits to be told. */
function targetOf(witness: Witness, { servers, demo, isSkewed }: Ground): string | null {
  const database = (name: 'mes' | 'shop') => {
    const url = new URL(`/${demo.names}_${name}`, servers.postgresUrl).href;
    return isSkewed ? skewedUrl(url) : url;
  };
  switch (witness.kind) {
    case 'database':
    case 'outbox':
      return database(witness.systems.includes('mes') ? 'mes' : 'shop');
    case 'broker':
      return servers.managementUrl;
    case 'dead-letters':
      return servers.rabbitmqUrl;
    case 'probe':
      return demo.urls['mes-api'] ?? null;
    default:
      return null;
  }
}
