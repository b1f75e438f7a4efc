-- Begins every script over the Lakebase table that draws a key: :key, from 0 to :key_count - 1.
\if :sequential_keys
-- The connections step through the keys together, without knowing of each other.
\set key mod(:client_id + :position, :key_count)
\set position :position + :clients
\elif :zipfian_keys
-- Rank 1 is the most popular; the permutation scatters popular keys over the table.
\set key permute(random_zipfian(1, :key_count, 1.1) - 1, :key_count)
\else
\set key random(0, :key_count - 1)
\endif
