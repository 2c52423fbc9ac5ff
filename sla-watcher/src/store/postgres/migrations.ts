/**
 * The schema, step by step; table `schema_version` counts the steps taken. A released step is never
 * changed: a correction is a further step. Instants are epoch milliseconds.
 *
 * An update that moves an indexed value writes to every index of the row, so there are few:
 * - `journey_next` finds due work. Nearly every transition moves it, and it is the one that pays.
 * - `journey_attention` lists the states that people look at, which are rare, in the page order of
 *   `Store.orders`.
 * - `journey_over` serves retention, and holds what has ended.
 *
 * Ids compare by their bytes (`COLLATE "C"`): faster, and the same on every server. 9007199254740991
 * stands for "no time" in keys (see rows/). The counts are additions, never updates: two transactions
 * that count the same state do not wait for each other.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE journey (
    id text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL,
    model_version text NOT NULL,
    state text NOT NULL,
    stage text,
    since bigint,
    started_at bigint,
    due_at bigint,
    next_at bigint,
    payload text NOT NULL
  ) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
  CREATE INDEX journey_next ON journey (next_at) WHERE next_at IS NOT NULL;
  CREATE INDEX journey_attention ON journey (state, coalesce(due_at, 9007199254740991), id)
    WHERE state IN ('late', 'undetermined', 'at-risk');
  CREATE INDEX journey_over ON journey (coalesce(since, started_at)) WHERE state IN ('ended', 'left-out');

  CREATE TABLE state_count (state text NOT NULL, model_version text NOT NULL, delta bigint NOT NULL);
  CREATE TABLE start_count (hour bigint NOT NULL, delta bigint NOT NULL, last_at bigint);

  CREATE TABLE alias (id text COLLATE "C" PRIMARY KEY, order_id text COLLATE "C" NOT NULL);
  CREATE INDEX alias_order ON alias (order_id);

  CREATE TABLE observation (
    at bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    order_id text COLLATE "C" NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (at, id)
  ) PARTITION BY RANGE (at);
  CREATE INDEX observation_order ON observation (order_id, at, id);
  CREATE TABLE observation_before_2000 PARTITION OF observation FOR VALUES FROM (MINVALUE) TO (946684800000);
  CREATE TABLE observation_after_2099 PARTITION OF observation
    FOR VALUES FROM (4102444800000) TO (9007199254740991);
  CREATE TABLE observation_timeless PARTITION OF observation FOR VALUES FROM (9007199254740991) TO (MAXVALUE);

  CREATE TABLE rejection (
    serial bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at bigint NOT NULL, witness text NOT NULL, position text NOT NULL, reason text NOT NULL, detail text NOT NULL
  );
  CREATE INDEX rejection_at ON rejection (at, serial);

  CREATE TABLE incident (
    id text COLLATE "C" PRIMARY KEY,
    key text COLLATE "C" NOT NULL, kind text NOT NULL, severity text NOT NULL, rule text NOT NULL,
    place text NOT NULL, opened_at bigint NOT NULL, join_until bigint NOT NULL, resolved_at bigint,
    total bigint NOT NULL, open bigint NOT NULL, revision bigint NOT NULL, notify_at bigint, detail text,
    joinable boolean NOT NULL
  );
  CREATE UNIQUE INDEX incident_joinable ON incident (key) WHERE joinable;
  CREATE INDEX incident_notify ON incident (notify_at) WHERE notify_at IS NOT NULL;
  CREATE INDEX incident_opened ON incident (opened_at, id);
  CREATE INDEX incident_resolved ON incident (resolved_at) WHERE resolved_at IS NOT NULL;

  CREATE TABLE member (
    incident_id text COLLATE "C" NOT NULL, order_id text COLLATE "C" NOT NULL, joined_at bigint NOT NULL,
    due_at bigint, left_at bigint, left_reason text, sighting text NOT NULL,
    PRIMARY KEY (incident_id, order_id)
  );
  CREATE INDEX member_open ON member (incident_id, coalesce(due_at, 9007199254740991), order_id)
    WHERE left_at IS NULL;
  CREATE INDEX member_order ON member (order_id);

  CREATE TABLE delivery (
    serial bigint GENERATED ALWAYS AS IDENTITY,
    subject text COLLATE "C" NOT NULL, channel text COLLATE "C" NOT NULL, state text NOT NULL,
    wanted bigint NOT NULL, accepted bigint NOT NULL, message text NOT NULL, ref text,
    lease bigint NOT NULL, lease_until bigint, attempts bigint NOT NULL, in_doubt boolean NOT NULL,
    error text, retry_at bigint,
    PRIMARY KEY (subject, channel)
  );
  CREATE INDEX delivery_wanted ON delivery (serial) WHERE state = 'wanted';
  CREATE INDEX delivery_serial ON delivery (serial);

  CREATE TABLE witness (
    name text COLLATE "C" PRIMARY KEY, state text NOT NULL, watermark bigint, since bigint NOT NULL,
    skew_ms double precision NOT NULL, detail text, cursor text
  );
  CREATE TABLE lease (
    name text COLLATE "C" PRIMARY KEY, owner text NOT NULL, fence bigint NOT NULL, until bigint NOT NULL
  );
  CREATE TABLE setting (name text COLLATE "C" PRIMARY KEY, value text NOT NULL);
  `,
  `
  ALTER TABLE witness ADD COLUMN gaps text;
  CREATE TABLE telemetry_source (key text COLLATE "C" PRIMARY KEY, state text NOT NULL);
  `,
  `
  ALTER TABLE witness ADD COLUMN sight text;
  ALTER TABLE incident ADD COLUMN life text;
  `,
];
