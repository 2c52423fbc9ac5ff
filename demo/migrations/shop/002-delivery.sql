-- Messages that are yet to be published, written with the change that they tell of.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id text NOT NULL UNIQUE,
  envelope jsonb NOT NULL,
  carried text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Messages that were handled, written with what they changed.
CREATE TABLE inbox (
  message_id text PRIMARY KEY,
  handled_at timestamptz NOT NULL DEFAULT now()
);
