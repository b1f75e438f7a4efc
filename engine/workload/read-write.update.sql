\set id 1 + :key
\set cents random(0, 99999)
UPDATE lakebench.benchmark_data SET amount = :cents::int / 100.0, updated_at = now()
  WHERE id = :id;
