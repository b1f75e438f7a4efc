/** The servers that runs can be sent to, without their secrets. */
import { z } from "zod";
import { KEYS } from "./keys.ts";
import type { Kv } from "./kv.ts";

export const TargetRecord = z.strictObject({
  id: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  kind: z.enum(["embedded", "postgres", "lakebase"]),
  /** Null where the server has none until it is started, as the embedded one. */
  host: z.string().nullable(),
  port: z.number().int().min(1).max(65_535).nullable(),
  database: z.string().nullable(),
  user: z.string().nullable(),
  /** Where its secret comes from: the runner's environment, or the store. */
  source: z.enum(["environment", "stored"]),
  created_at: z.iso.datetime(),
});
export type TargetRecord = z.infer<typeof TargetRecord>;

export class Targets {
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /** All targets, by name. */
  async list(): Promise<TargetRecord[]> {
    const entries = await this.#kv.entries<TargetRecord>({ prefix: KEYS.targets });
    return entries.map(({ value }) => value).toSorted((a, b) => a.name < b.name ? -1 : 1);
  }

  async get(id: string): Promise<TargetRecord | null> {
    return (await this.#kv.get<TargetRecord>(KEYS.target(id))).value;
  }

  /** Stores a target, in place of one of the same id; that one's `created_at` stays. */
  async put(target: TargetRecord): Promise<TargetRecord> {
    const checked = TargetRecord.parse(target);
    return await this.#kv.transact(async () => {
      const entry = await this.#kv.get<TargetRecord>(KEYS.target(target.id));
      const value = { ...checked, created_at: entry.value?.created_at ?? checked.created_at };
      return {
        change: { checks: [entry], mutations: [{ type: "set", key: entry.key, value }] },
        value,
      };
    });
  }
}
