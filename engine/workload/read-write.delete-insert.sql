-- In turn deletes a row and puts it back, so that the table neither grows nor shrinks. A connection
-- touches only rows of its own, every :clients-th, and so has one missing at most.
\if :missing = 0
\set missing 1 + :client_id + :clients * random(0, greatest(0, :rows - 1 - :client_id) / :clients)
DELETE FROM lakebench.benchmark_data WHERE id = :missing;
\else
\set i :missing
\set missing 0
INSERT INTO lakebench.benchmark_data (id, user_id, product_id, category, amount, status)
  VALUES (:i, :i % 10000, :i % 1000, 'category_' || :i % 20, :i::int * 1.5 % 1000, 'active');
\endif
