/**
 * The schema, step by step; `PRAGMA user_version` counts the steps taken. A released step is never
 * changed: a correction is a further step. Instants are epoch milliseconds.
 *
 * Every index is written on each transition of an order, so there are few:
 * - `journey_next` finds due work. Nearly every transition moves it, and it is the one that pays.
 * - `journey_attention` lists the states that people look at. They are rare, so most transitions
 *   write nothing to it. Its page order is that of `Store.orders`.
 * - `journey_over` serves retention, and is written once in the life of an order.
 *
 * 9007199254740991 stands for "no time" in keys (see rows/).
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE journey (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    model_version TEXT NOT NULL,
    state TEXT NOT NULL,
    stage TEXT,
    since INTEGER,
    started_at INTEGER,
    due_at INTEGER,
    next_at INTEGER,
    payload TEXT NOT NULL
  ) STRICT;
  CREATE INDEX journey_next ON journey (next_at) WHERE next_at IS NOT NULL;
  CREATE INDEX journey_attention ON journey (state, coalesce(due_at, 9007199254740991), id)
    WHERE state IN ('late', 'undetermined', 'at-risk');
  CREATE INDEX journey_over ON journey (coalesce(since, started_at))
    WHERE state IN ('ended', 'left-out');

  CREATE TABLE state_count (
    state TEXT NOT NULL, model_version TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (state, model_version)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE start_count (hour INTEGER PRIMARY KEY, count INTEGER NOT NULL, last_at INTEGER) STRICT;

  CREATE TABLE alias (id TEXT PRIMARY KEY, order_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX alias_order ON alias (order_id);

  CREATE TABLE observation (
    at INTEGER NOT NULL, id TEXT NOT NULL, order_id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (at, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX observation_order ON observation (order_id, at, id);

  CREATE TABLE rejection (
    serial INTEGER PRIMARY KEY, at INTEGER NOT NULL, witness TEXT NOT NULL,
    position TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL
  ) STRICT;
  CREATE INDEX rejection_at ON rejection (at);

  CREATE TABLE incident (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, severity TEXT NOT NULL,
    rule TEXT NOT NULL, place TEXT NOT NULL, opened_at INTEGER NOT NULL, join_until INTEGER NOT NULL,
    resolved_at INTEGER, total INTEGER NOT NULL, open INTEGER NOT NULL, revision INTEGER NOT NULL,
    notify_at INTEGER, detail TEXT, joinable INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX incident_joinable ON incident (key) WHERE joinable = 1;
  CREATE INDEX incident_notify ON incident (notify_at) WHERE notify_at IS NOT NULL;
  CREATE INDEX incident_opened ON incident (opened_at, id);
  CREATE INDEX incident_resolved ON incident (resolved_at) WHERE resolved_at IS NOT NULL;

  CREATE TABLE member (
    incident_id TEXT NOT NULL, order_id TEXT NOT NULL, joined_at INTEGER NOT NULL, due_at INTEGER,
    left_at INTEGER, left_reason TEXT, sighting TEXT NOT NULL,
    PRIMARY KEY (incident_id, order_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX member_open ON member (incident_id, coalesce(due_at, 9007199254740991), order_id)
    WHERE left_at IS NULL;
  CREATE INDEX member_order ON member (order_id);

  CREATE TABLE delivery (
    serial INTEGER PRIMARY KEY, subject TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL,
    wanted INTEGER NOT NULL, accepted INTEGER NOT NULL, message TEXT NOT NULL, ref TEXT,
    lease INTEGER NOT NULL, lease_until INTEGER, attempts INTEGER NOT NULL, in_doubt INTEGER NOT NULL,
    error TEXT, retry_at INTEGER,
    UNIQUE (subject, channel)
  ) STRICT;
  CREATE INDEX delivery_wanted ON delivery (serial) WHERE state = 'wanted';

  CREATE TABLE witness (
    name TEXT PRIMARY KEY, state TEXT NOT NULL, watermark INTEGER, since INTEGER NOT NULL,
    skew_ms REAL NOT NULL, detail TEXT, cursor TEXT
  ) STRICT;
  CREATE TABLE lease (
    name TEXT PRIMARY KEY, owner TEXT NOT NULL, fence INTEGER NOT NULL, until INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  `
  ALTER TABLE witness ADD COLUMN gaps TEXT;
  CREATE TABLE telemetry_source (key TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE witness ADD COLUMN sight TEXT;
  ALTER TABLE incident ADD COLUMN life TEXT;
  `,
];
