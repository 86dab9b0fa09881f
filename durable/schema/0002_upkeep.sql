-- An order's row is rewritten some twenty times in its life, each time with another due or claimed_until, which are
-- indexed: so no rewrite is HOT and room left in the pages (fillfactor) would be of no use. By default it is cleaned up
-- when a fifth of the table is dead: with a million orders that have ended, after 200,000 rewrites, and until then each
-- claim reads past the entries of those that were due before. What is under way does not grow with what has ended.
-- postgres: ALTER TABLE orders SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Messages that could not be applied are counted again and again. Only what is set in failed is in the index, so that to
-- set done rewrites no index.
CREATE INDEX messages_failed ON messages (num) WHERE failed IS NOT NULL;
