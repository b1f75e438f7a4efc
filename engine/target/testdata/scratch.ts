/** A folder for one test, and questions to a server. */
import { Client } from "pg";
import type { ConnectionSettings } from "../target.ts";

/** Runs `body` with a folder that every user can enter, and removes it afterwards. */
export async function withScratch(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.chmod(directory, 0o755);
    await body(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** The first column of the first row that the server answers. */
export async function ask(settings: ConnectionSettings, sql: string): Promise<unknown> {
  const { host, port, user, password, database } = settings;
  const client = new Client({ host, port, user, database, ...(password ? { password } : {}) });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Whether something listens at the address of `settings`. */
export async function listens({ host, port }: ConnectionSettings): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: host, port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}

/** The names in a folder that embedded servers left or use. */
export function leftovers(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name)
    .filter((name) => name.startsWith("lakebench-"));
}
