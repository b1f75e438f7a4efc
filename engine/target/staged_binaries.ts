/** A copy of the PostgreSQL programs where the server's user can read them. */
import { join } from "node:path";
import { binariesAt, type PostgresBinaries } from "./binaries.ts";
import { canReach, type ServerUser } from "./server_user.ts";

/**
 * `binaries` themselves if `user` can run them where they are; else a copy in `directory`.
 * A clone below `/root` is the usual reason: the server's user can't enter it.
 */
export async function reachableBinaries(
  binaries: PostgresBinaries,
  user: ServerUser | undefined,
  directory: string,
): Promise<PostgresBinaries> {
  const needed = [
    binaries.initdb,
    binaries.postgres,
    join(binaries.root, "lib", "postgresql"),
    join(binaries.root, "share", "postgresql"),
  ];
  const reachable = await Promise.all(needed.map((path) => canReach(path, user)));
  if (!reachable.includes(false)) return binaries;
  const root = join(directory, "postgresql");
  for (const folder of ["bin", "lib", "share"]) {
    await copyTree(join(binaries.root, folder), join(root, folder));
  }
  await Deno.chmod(root, 0o755);
  return binariesAt(root);
}

/** Copies a folder without static libraries, readable by everybody whatever the umask. */
async function copyTree(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  await Deno.chmod(to, 0o755);
  const files: Promise<void>[] = [];
  for await (const entry of Deno.readDir(from)) {
    const source = join(from, entry.name);
    const copy = join(to, entry.name);
    if (entry.isDirectory) await copyTree(source, copy);
    else if (entry.isSymlink) await Deno.symlink(await Deno.readLink(source), copy);
    else if (!entry.name.endsWith(".a")) files.push(copyFile(source, copy));
  }
  await Promise.all(files);
}

async function copyFile(from: string, to: string): Promise<void> {
  await Deno.copyFile(from, to);
  await Deno.chmod(to, 0o755);
}
