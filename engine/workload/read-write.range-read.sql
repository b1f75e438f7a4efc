\set first 1 + :key
\set last :first + 99
SELECT id, user_id, amount FROM lakebench.benchmark_data WHERE id BETWEEN :first AND :last;
