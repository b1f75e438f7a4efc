-- One row by user, through the index on user_id.
\set user_id :key
SELECT id, user_id, product_id, category, amount, status, created_at, updated_at
  FROM lakebench.benchmark_data WHERE user_id = :user_id LIMIT 1;
