import { readFileSync } from 'node:fs';

const EXAMPLE = new URL('../../docs/examples/marketplace.yaml', import.meta.url);

/** docs/examples/marketplace.yaml, for a file. */
export const FILE_MODEL = readFileSync(EXAMPLE, 'utf8');

/** The same orders and limits, read from a wide table of a database, and told to a channel at once. */
export const DATABASE_MODEL = `${FILE_MODEL.slice(0, FILE_MODEL.indexOf('witnesses:'))}
witnesses:
  orders:
    kind: database
    systems: [marketplace]
    url_env: REPLAY_ORDERS_URL
    table: public.orders
    shape: wide
    columns:
      order: order_id
      status: status
      key: order_id
      cursor: updated_at
      stages: { PURCHASED: purchased_at, APPROVED: approved_at, SHIPPED: carrier_at, DELIVERED: delivered_at }
    attributes:
      promised_on: { column: promised_on, type: date }
    statuses: { open: null, canceled: CANCELED, unavailable: UNAVAILABLE }
    poll: 1s
    lag: 1s
    blind_after: 2m
channels:
  oncall: { kind: slack, channel: C0000000001, token_env: REPLAY_SLACK_TOKEN }
notify:
  - { severity: page, to: [oncall] }
  - { severity: digest, to: [oncall], group_wait: 30s, group_interval: 1m, join_for: 30d }
`;
