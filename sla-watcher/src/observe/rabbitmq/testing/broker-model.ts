import { randomUUID } from 'node:crypto';
import type { BrokerWitness, DeadLetterWitness, Model } from '@orderwatch/model';
import { modelOf } from '../../../testing/model.ts';

/** Names that no other test has. */
export interface Names {
  readonly exchange: string;
  readonly dead: string;
  readonly toMes: string;
  readonly toCrm: string;
  readonly tap: string;
}

export interface BrokerModel {
  readonly names: Names;
  readonly model: Model;
  readonly broker: BrokerWitness;
  readonly deadLetters: DeadLetterWitness;
}

export const SUBMITTED = 'order.submitted';
export const PRICED = 'order.priced';

/** Two hops in both directions, a broker witness and a tap; what is different of those. */
export function brokerModel(
  changed: { broker?: Partial<BrokerWitness>; deadLetters?: Partial<DeadLetterWitness> } = {},
): BrokerModel {
  const own = randomUUID().slice(0, 8);
  const names: Names = {
    exchange: `${own}.orders`,
    dead: `${own}.dead`,
    toMes: `${own}.mes`,
    toCrm: `${own}.crm`,
    tap: `${own}.orderwatch`,
  };
  const model = modelOf(`
orderwatch: 1
name: watched
systems: { crm: {}, mes: {} }
stages:
  SUBMITTED: { system: crm, start: true, next: [PRICED] }
  PRICED: { system: mes, next: [DONE] }
  DONE: { system: crm, end: success }
hops:
  to-mes: { status: SUBMITTED, from: crm, to: mes, via: amqp,
    exchange: ${names.exchange}, routing_key: ${SUBMITTED}, queue: ${names.toMes} }
  to-crm: { status: PRICED, from: mes, to: crm, via: amqp,
    exchange: ${names.exchange}, routing_key: ${PRICED}, queue: ${names.toCrm} }
limits:
  - { hop: to-mes, within: 1d, severity: digest }
witnesses:
  events: { kind: event }
  broker: { kind: broker, url_env: BROKER_URL }
  dead: { kind: dead-letters, url_env: BROKER_URL, exchanges: ${names.dead}, queue: ${names.tap} }
channels: { console: { kind: console } }
notify:
  - { severity: digest, to: [console] }
`);
  const broker = { ...(model.witnesses.get('broker') as BrokerWitness), ...changed.broker };
  const deadLetters = { ...(model.witnesses.get('dead') as DeadLetterWitness), ...changed.deadLetters };
  return { names, model, broker, deadLetters };
}
