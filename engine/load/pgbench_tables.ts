/** The four tables of pgbench, as `pgbench -i` makes them. */
import { Outbox } from "../wire/outbox.ts";
import {
  int4Field,
  int8Field,
  nullField,
  type PatchRow,
  RowBlock,
  textField,
} from "./copy_format.ts";
import type { Table } from "./table.ts";

const ACCOUNTS = 100_000;
const TELLERS = 10;
/** From this scale on pgbench makes account numbers 64 bits wide. */
const WIDE_SCALE = 20_000;
/** Rows of these tables differ in patched fields only, so a block may have any number. */
const PERIOD = 1000;
/** From the start of a row: the field count (2 bytes) and the length of the key (4). */
const KEY_OFFSET = 6;

/** In the order pgbench makes them: branches, tellers, accounts, history. */
export function pgbenchTables(scale: number): Table[] {
  const wide = scale >= WIDE_SCALE;
  const account = wide ? "bigint" : "integer";
  const common = { set: "pgbench", scale, indexes: [], sequence: false } as const;
  return [
    {
      ...common,
      name: "pgbench_branches",
      rows: scale,
      definition: "bid int NOT NULL, bbalance int, filler char(88)",
      storage: "fillfactor=100",
      columns: ["bid integer", "bbalance integer", "filler character(88)"],
      key: "bid",
      copyColumns: "bid, bbalance, filler",
      rowBlock: () =>
        block((out) => {
          out.int16(3);
          int4Field(out, 0);
          int4Field(out, 0);
          nullField(out);
        }, (view, start, row) => view.setInt32(start + KEY_OFFSET, row)),
    },
    {
      ...common,
      name: "pgbench_tellers",
      rows: TELLERS * scale,
      definition: "tid int NOT NULL, bid int, tbalance int, filler char(84)",
      storage: "fillfactor=100",
      columns: ["tid integer", "bid integer", "tbalance integer", "filler character(84)"],
      key: "tid",
      copyColumns: "tid, bid, tbalance, filler",
      rowBlock: () =>
        block((out) => {
          out.int16(4);
          int4Field(out, 0);
          int4Field(out, 0);
          int4Field(out, 0);
          nullField(out);
        }, (view, start, row) => {
          view.setInt32(start + KEY_OFFSET, row);
          view.setInt32(start + KEY_OFFSET + 8, Math.ceil(row / TELLERS));
        }),
    },
    {
      ...common,
      name: "pgbench_accounts",
      rows: ACCOUNTS * scale,
      definition: `aid ${account} NOT NULL, bid int, abalance int, filler char(84)`,
      storage: "fillfactor=100",
      columns: [`aid ${account}`, "bid integer", "abalance integer", "filler character(84)"],
      key: "aid",
      copyColumns: "aid, bid, abalance, filler",
      rowBlock: () => accountBlock(wide),
    },
    {
      ...common,
      name: "pgbench_history",
      rows: 0,
      definition: `tid int, bid int, aid ${account}, delta int, mtime timestamp, filler char(22)`,
      storage: "",
      columns: [
        "tid integer",
        "bid integer",
        `aid ${account}`,
        "delta integer",
        "mtime timestamp without time zone",
        "filler character(22)",
      ],
      copyColumns: "tid, bid, aid, delta, mtime, filler",
      rowBlock: () => block(() => {}, () => {}),
    },
  ];
}

/** The filler is empty, not NULL: the server pads it, and the row has its full width. */
function accountBlock(wide: boolean): RowBlock {
  const bid = KEY_OFFSET + (wide ? 12 : 8);
  const write = (out: Outbox) => {
    out.int16(4);
    if (wide) int8Field(out, 0);
    else int4Field(out, 0);
    int4Field(out, 0);
    int4Field(out, 0);
    textField(out, "");
  };
  return block(write, (view, start, row) => {
    if (wide) {
      view.setUint32(start + KEY_OFFSET, Math.floor(row / 2 ** 32));
      view.setUint32(start + KEY_OFFSET + 4, row >>> 0);
    } else view.setInt32(start + KEY_OFFSET, row);
    view.setInt32(start + bid, Math.ceil(row / ACCOUNTS));
  });
}

function block(write: (out: Outbox) => void, patch: PatchRow): RowBlock {
  const out = new Outbox(64 * PERIOD);
  const starts = new Uint32Array(PERIOD + 1);
  for (let i = 0; i < PERIOD; i++) {
    starts[i] = out.length;
    write(out);
  }
  starts[PERIOD] = out.length;
  return new RowBlock(out.pending(), starts, patch);
}
