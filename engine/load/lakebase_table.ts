/** The table of the original Lakebase benchmark, for `lakebase-lookup` and `read-write`. */
import { Outbox } from "../wire/outbox.ts";
import { int4Field, int8Field, RowBlock, textField } from "./copy_format.ts";
import { numericField } from "./numeric.ts";
import type { Table } from "./table.ts";

const NAME = "benchmark_data";
/** All columns but the key repeat after so many rows: the least common multiple of their periods. */
const PERIOD = 10_000;
/** From the start of a row: the field count (2 bytes) and the length of the id (4). */
const ID_OFFSET = 6;

/** Row i, from 1 to `rows`, has id i. */
export function lakebaseTable(rows: number): Table {
  return {
    name: NAME,
    set: "lakebase",
    rows,
    definition: `id serial NOT NULL,
      user_id integer,
      product_id integer,
      category varchar(50),
      amount decimal(10,2),
      status varchar(20),
      created_at timestamp DEFAULT CURRENT_TIMESTAMP,
      updated_at timestamp DEFAULT CURRENT_TIMESTAMP`,
    storage: "",
    columns: [
      "id integer",
      "user_id integer",
      "product_id integer",
      "category character varying(50)",
      "amount numeric(10,2)",
      "status character varying(20)",
      "created_at timestamp without time zone",
      "updated_at timestamp without time zone",
    ],
    key: "id",
    indexes: ["category", "user_id", "status"].map((column) => ({
      name: `${NAME}_${column}_idx`,
      column,
    })),
    sequence: true,
    copyColumns: "id, user_id, product_id, category, amount, status, created_at, updated_at",
    rowBlock,
  };
}

function rowBlock(loadedAt: number): RowBlock {
  const out = new Outbox(128 * PERIOD);
  const starts = new Uint32Array(PERIOD + 1);
  for (let i = 0; i < PERIOD; i++) {
    starts[i] = out.length;
    out.int16(8);
    int4Field(out, i);
    int4Field(out, i);
    int4Field(out, i % 1000);
    textField(out, `category_${i % 20}`);
    numericField(out, BigInt((i * 150) % 100_000), 2);
    textField(out, "active");
    int8Field(out, loadedAt);
    int8Field(out, loadedAt);
  }
  starts[PERIOD] = out.length;
  return new RowBlock(
    out.pending(),
    starts,
    (view, start, row) => view.setInt32(start + ID_OFFSET, row),
  );
}
