\set aid random(1, 100000 * :scale)
\set bid random(1, 1 * :scale)
\set tid random(1, 10 * :scale)
\set delta random(-5000, 5000)
BEGIN;
UPDATE lakebench.pgbench_accounts SET abalance = abalance + :delta WHERE aid = :aid;
SELECT abalance FROM lakebench.pgbench_accounts WHERE aid = :aid;
UPDATE lakebench.pgbench_tellers SET tbalance = tbalance + :delta WHERE tid = :tid;
UPDATE lakebench.pgbench_branches SET bbalance = bbalance + :delta WHERE bid = :bid;
INSERT INTO lakebench.pgbench_history (tid, bid, aid, delta, mtime)
  VALUES (:tid, :bid, :aid, :delta, CURRENT_TIMESTAMP);
END;
