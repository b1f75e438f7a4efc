\set id 1 + :key
SELECT id, user_id, product_id, category, amount, status, created_at, updated_at
  FROM lakebench.benchmark_data WHERE id = :id;
