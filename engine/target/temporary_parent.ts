/** Where temporary data goes. */
import { statfs } from "node:fs/promises";
import { LakebenchError } from "../errors.ts";
import { isOutOfReach } from "../if_present.ts";
import type { Environment } from "./conninfo.ts";
import { canReach, type ServerUser } from "./server_user.ts";

/** Linux's numbers for file systems that live in memory: tmpfs and ramfs. */
const IN_MEMORY = [0x01021994, 0x858458f6];

/** The folders that may hold temporary data, the wanted one first. */
export function temporaryParents(env: Environment): string[] {
  if (Deno.build.os === "windows") {
    return [env("TEMP"), env("TMP"), "C:\\Windows\\Temp"].filter((path) => path !== undefined);
  }
  const wanted = env("TMPDIR");
  return wanted ? [wanted, "/tmp", "/var/tmp"] : ["/tmp", "/var/tmp"];
}

/**
 * The folder to use: the first that `user` can enter. Where nobody asked for a folder, one on a
 * disk goes before one in memory, where a commit would cost nothing.
 *
 * @throws LakebenchError `target_refused` when none will do
 */
export async function chooseParent(
  env: Environment,
  user: ServerUser | undefined,
): Promise<{ path: string; inMemory: boolean }> {
  const usable: { path: string; inMemory: boolean }[] = [];
  const parents = temporaryParents(env);
  for (const path of parents) {
    if (!await isFolder(path) || !await canReach(path, user)) continue;
    usable.push({ path, inMemory: await isInMemory(path) });
  }
  const first = usable[0];
  if (first === undefined) {
    const who = user === undefined ? "" : ` that the user ${user.name} can enter`;
    throw new LakebenchError(
      "target_refused",
      `There is no folder for the embedded server's data${who}: tried ${parents.join(", ")}.`,
      { hint: "Set TMPDIR to one." },
    );
  }
  if (first.path === env("TMPDIR")) return first;
  return usable.find((parent) => !parent.inMemory) ?? first;
}

/** Whether there is a folder that the present user can look at. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (isOutOfReach(error)) return false;
    throw error;
  }
}

async function isInMemory(path: string): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  try {
    return IN_MEMORY.includes((await statfs(path)).type);
  } catch {
    // A folder whose file system can't be asked, such as one below /dev, only lacks the warning.
    return false;
  }
}
