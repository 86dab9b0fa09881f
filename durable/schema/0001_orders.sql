-- Times are microseconds since 1970. Columns beside a data column hold what rows are found by; the data is whole.

CREATE TABLE orders (
  num @serial,
  id TEXT NOT NULL UNIQUE,
  rev BIGINT NOT NULL DEFAULT 0,
  -- how often the log was replaced
  erased BIGINT NOT NULL DEFAULT 0,
  -- the greatest number of a message that it ever had
  last_message BIGINT NOT NULL DEFAULT 0,
  refreshed BIGINT,
  -- when it is to be worked on; due is the same while nobody has claimed it
  wake BIGINT,
  due BIGINT,
  claimed_until BIGINT,
  token TEXT NOT NULL DEFAULT '',
  process TEXT,
  -- since when a hint is under way
  hinted BIGINT,
  account TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  flags TEXT NOT NULL DEFAULT '',
  updated BIGINT,
  summary TEXT NOT NULL DEFAULT ''
);
CREATE INDEX orders_due ON orders (due) WHERE due IS NOT NULL;
CREATE INDEX orders_claimed ON orders (claimed_until) WHERE claimed_until IS NOT NULL;
CREATE INDEX orders_flags ON orders (flags, num) WHERE flags <> '';
CREATE INDEX orders_updated ON orders (updated, num);
CREATE INDEX orders_state ON orders (state, num);

CREATE TABLE events (
  order_id TEXT NOT NULL,
  n BIGINT NOT NULL,
  at BIGINT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (order_id, n)
);
CREATE INDEX events_at ON events (at);

-- the articles of an order's lines
CREATE TABLE articles (
  sku TEXT NOT NULL,
  order_id TEXT NOT NULL,
  PRIMARY KEY (sku, order_id)
) @clustered;

CREATE TABLE refs (
  num @serial,
  name TEXT NOT NULL UNIQUE,
  order_id TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX refs_order ON refs (order_id);

CREATE TABLE effects (
  num @serial,
  order_id TEXT NOT NULL,
  key TEXT NOT NULL,
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  phase TEXT NOT NULL,
  -- 1 until it is settled
  unsettled BIGINT NOT NULL,
  ended BIGINT,
  data TEXT NOT NULL,
  UNIQUE (order_id, key)
);
CREATE INDEX effects_key ON effects (key);
CREATE INDEX effects_open ON effects (account, phase, num) WHERE unsettled = 1;

CREATE TABLE messages (
  num @serial,
  order_id TEXT NOT NULL,
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  -- when it made the order due
  woke BIGINT,
  -- when it was applied
  done BIGINT,
  -- what came of trying to apply it
  failed TEXT,
  data TEXT NOT NULL,
  body @bytes
);
CREATE INDEX messages_order ON messages (order_id, num);
CREATE UNIQUE INDEX messages_key ON messages (account, key) WHERE key <> '';

CREATE TABLE journal (
  num @serial,
  at BIGINT NOT NULL,
  level TEXT NOT NULL,
  account TEXT NOT NULL,
  order_id TEXT NOT NULL,
  what TEXT NOT NULL,
  run TEXT NOT NULL,
  key TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX journal_at ON journal (at, num);
CREATE INDEX journal_level ON journal (level, num) WHERE level <> 'info';
CREATE INDEX journal_order ON journal (order_id, num) WHERE order_id <> '';
CREATE INDEX journal_run ON journal (run, num) WHERE run <> '';
CREATE UNIQUE INDEX journal_key ON journal (key) WHERE key <> '';
-- Numbers are taken before they are committed, and a reader that has seen 102 would never look for a 101 that comes
-- later. So each transaction says, by a lock that hinders nobody, after which number it began.
-- postgres: CREATE FUNCTION journal_began() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
-- postgres:   PERFORM pg_advisory_xact_lock_shared((TG_RELID::bigint << 32)
-- postgres:     | CASE WHEN is_called THEN last_value & 4294967295 ELSE 0 END) FROM journal_num_seq; RETURN NULL; END
-- postgres: $$;
-- postgres: CREATE TRIGGER journal_began BEFORE INSERT ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_began();

CREATE TABLE runs (
  num @serial,
  key TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  began BIGINT,
  data TEXT NOT NULL
);
CREATE INDEX runs_account ON runs (account, num);
CREATE INDEX runs_began ON runs (began, num);

-- the orders that a pass took or changed
CREATE TABLE run_orders (
  order_id TEXT NOT NULL,
  run BIGINT NOT NULL,
  PRIMARY KEY (order_id, run)
) @clustered;
CREATE INDEX run_orders_run ON run_orders (run);

CREATE TABLE cursors (
  account TEXT NOT NULL,
  stream TEXT NOT NULL,
  value @bytes NOT NULL,
  PRIMARY KEY (account, stream)
);

CREATE TABLE buckets (
  bucket TEXT NOT NULL,
  key TEXT NOT NULL,
  value @bytes NOT NULL,
  PRIMARY KEY (bucket, key)
);

-- the limits of accounts: the time at which the next request would go if requests came evenly
CREATE TABLE limits (
  key TEXT PRIMARY KEY,
  tat BIGINT NOT NULL
);

-- the processes that share the database, and when each was heard of last by the database's clock
CREATE TABLE processes (
  id TEXT PRIMARY KEY,
  about TEXT NOT NULL,
  seen BIGINT NOT NULL
);
