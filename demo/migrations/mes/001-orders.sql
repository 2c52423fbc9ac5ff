CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  external_id text NOT NULL UNIQUE,
  status text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  channel text NOT NULL,
  partner_id text,
  complexity text,
  promised_on date,
  is_test boolean NOT NULL DEFAULT false,
  file_key text,
  price numeric(12, 2)
);
CREATE INDEX orders_by_status ON orders (status, id);
CREATE INDEX orders_by_updated ON orders (updated_at, id);

-- Partners' orders are numbered here; the shop's own begin at 1 and do not get this far.
CREATE SEQUENCE partner_order_numbers START 500001;

-- What a partner called its order when it asked, so that a repeated question can be told.
CREATE TABLE partner_requests (
  partner_id text NOT NULL,
  reference text NOT NULL,
  external_id text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX partner_requests_by_reference ON partner_requests (partner_id, reference);

-- A price that is to be computed. An order of a partner has no row in orders before it has a price.
CREATE TABLE price_jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  external_id text NOT NULL,
  facts jsonb NOT NULL,
  file_key text NOT NULL,
  carried text NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  taken_at timestamptz
);
CREATE INDEX price_jobs_due ON price_jobs (due_at, id) WHERE taken_at IS NULL;

-- What a fault shows in the operators' list instead of the truth; null is nothing at all.
CREATE TABLE list_distortions (
  fault_id text NOT NULL,
  external_id text NOT NULL,
  shown_status text,
  PRIMARY KEY (fault_id, external_id)
);
