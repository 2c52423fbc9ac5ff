import type { DatabaseWitness, Model } from '@orderwatch/model';
import { modelOf } from '../../../testing/model.ts';

export interface WatchedModel {
  readonly model: Model;
  readonly config: DatabaseWitness;
}

/** `public.history`, a row per status change; the defaults of most tests. */
export const HISTORY = `
    table: public.history
    shape: history
    columns: { order: order_id, status: status, at: at, key: id }`;

export const BY_ID: string = HISTORY.replace('key: id', 'key: id, cursor: id');

/** No slack: in a test a second is a long time, and it must not hide what the bounds have to find. */
const STRICT: Partial<DatabaseWitness> = { lagMs: 0, pollMs: 10_000 };

/** A model with one database witness, `shop-db`: its table as YAML, and what is different of the rest. */
export function watchedModel(table: string = HISTORY, changed: Partial<DatabaseWitness> = {}): WatchedModel {
  const model = modelOf(`
orderwatch: 1
name: watched
timezone: Europe/Berlin
systems: { shop: {}, mes: {} }
stages:
  PLACED: { system: shop, start: true, next: [MADE] }
  MADE: { system: mes, next: [SENT] }
  SENT: { system: shop, end: success }
limits:
  - { stage: PLACED, within: 1d, severity: digest }
witnesses:
  shop-db:
    kind: database
    systems: [shop, mes]
    url_env: SHOP_DATABASE_URL
    severity: digest${table}
channels: { console: { kind: console } }
notify:
  - { severity: digest, to: [console] }
`);
  const config = model.witnesses.get('shop-db') as DatabaseWitness;
  return { model, config: { ...config, ...STRICT, ...changed } };
}
