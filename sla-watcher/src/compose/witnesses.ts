import type { Model, Witness } from '@orderwatch/model';
import { ConfigInvalid } from '../domain/errors.ts';
import { createOutboxWitness } from '../observe/postgres/outbox/create-outbox-witness.ts';
import { createPostgresWitness } from '../observe/postgres/create-postgres-witness.ts';
import { createReplicationWitness } from '../observe/postgres/replication/create-replication-witness.ts';
import { createProbeWitness } from '../observe/probe/create-probe-witness.ts';
import { createBrokerWitness } from '../observe/rabbitmq/create-broker-witness.ts';
import { createDeadLetterWitness } from '../observe/rabbitmq/dead-letters/create-dead-letter-witness.ts';
import { createExpected } from '../pipeline/expected.ts';
import type { Clock, PolledWitness, StoreReads } from '../ports.ts';

export interface WitnessDeps {
  readonly store: Pick<StoreReads, 'inFlight'>;
  readonly clock: Clock;
  /** The value of an environment variable, or of the file that it names; null: not set. */
  readonly secret: (name: string) => string | null;
}

/**
 * All witnesses of the model that read by themselves, by the addresses that the environment has for them.
 * Throws `ConfigInvalid`, which names every variable that is missing at once.
 */
export function createWitnesses(model: Model, deps: WitnessDeps): readonly PolledWitness[] {
  const witnesses = [...model.witnesses.values()];
  const missing = witnesses.flatMap((witness) => missingOf(witness, deps));
  if (missing.length > 0) throw new ConfigInvalid(missing.join('\n'));
  return witnesses.flatMap((witness) => createWitness(witness, model, deps) ?? []);
}

function missingOf(witness: Witness, { secret }: WitnessDeps): readonly string[] {
  if (!('urlEnv' in witness) || secret(witness.urlEnv) !== null) return [];
  const { name, urlEnv } = witness;
  return [
    `witness ${name}: set ${urlEnv} to its ${ADDRESS[witness.kind]}, or ${urlEnv}_FILE to a file that holds it`,
  ];
}

const ADDRESS = {
  database: 'connection string',
  outbox: 'connection string',
  broker: 'address, as in http://user:password@rabbitmq:15672',
  'dead-letters': 'address, as in amqp://user:password@rabbitmq',
  probe: 'address',
} as const;

/** Null: it waits to be told, or is read from a file. */
function createWitness(witness: Witness, model: Model, deps: WitnessDeps): PolledWitness | null {
  const { store, clock, secret } = deps;
  const url = 'urlEnv' in witness ? (secret(witness.urlEnv) ?? '') : '';
  switch (witness.kind) {
    case 'database': {
      const expected = createExpected(store, witness, model);
      return witness.capture.kind === 'replication'
        ? createReplicationWitness(witness, url, clock, expected)
        : createPostgresWitness(witness, url, clock, expected);
    }
    case 'outbox':
      return createOutboxWitness(witness, url, clock);
    case 'broker': {
      const metrics = witness.metricsUrlEnv === null ? null : secret(witness.metricsUrlEnv);
      return createBrokerWitness(witness, model, { management: url, metrics }, clock);
    }
    case 'dead-letters':
      return createDeadLetterWitness(witness, model, url, clock);
    case 'probe':
      return createProbeWitness(witness, url, clock);
    case 'file':
    case 'event':
    case 'trace':
      return null;
  }
}
