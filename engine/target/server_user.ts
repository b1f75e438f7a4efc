/** The user that an embedded server runs as: PostgreSQL refuses to run as root. */
import { dirname } from "node:path";
import { LakebenchError } from "../errors.ts";
import { ifPresent, isOutOfReach } from "../if_present.ts";

/** An account to start a program as. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Accounts that a root process hands the server to, the first that exists. */
const CANDIDATES = ["postgres", "_postgres", "nobody"];

/**
 * The account to run the server as, or undefined to run it as the present user.
 * Nothing on the machine is changed.
 *
 * @throws LakebenchError `target_refused` for root on a machine without a suitable account
 */
export async function chooseServerUser(): Promise<ServerUser | undefined> {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) return undefined;
  const accounts = parsePasswd(await ifPresent(Deno.readTextFile("/etc/passwd")) ?? "");
  for (const name of CANDIDATES) {
    const account = accounts.find((entry) => entry.name === name);
    if (account !== undefined && account.uid !== 0) return account;
  }
  throw new LakebenchError(
    "target_refused",
    "PostgreSQL doesn't run as root, and this machine has no account postgres or nobody.",
    { hint: "Run Lakebench as an ordinary user, or name a server with --target postgres://…" },
  );
}

/** The accounts in the text of `/etc/passwd`. macOS writes nobody's id as -2. */
export function parsePasswd(text: string): ServerUser[] {
  return text.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    if (!name || !/^-?\d+$/.test(uid ?? "") || !/^-?\d+$/.test(gid ?? "")) return [];
    return [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }];
  });
}

/** What {@linkcode Deno.Command} needs to run as `user`. */
export function asUser(user: ServerUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid };
}

/**
 * Whether `user` may read and enter (or run) `path`, going by the permission bits of it and of
 * every folder above. Always true for undefined, the present user.
 */
export async function canReach(path: string, user: ServerUser | undefined): Promise<boolean> {
  if (user === undefined) return true;
  try {
    let at = await Deno.realPath(path);
    if (!allows(await Deno.stat(at), user, 0o5)) return false;
    while (dirname(at) !== at) {
      at = dirname(at);
      if (!allows(await Deno.stat(at), user, 0o1)) return false;
    }
    return true;
  } catch (error) {
    if (isOutOfReach(error)) return false;
    throw error;
  }
}

/** Whether the class that `user` falls in has all of the `rwx` bits in `bits`. */
function allows(stat: Deno.FileInfo, user: ServerUser, bits: number): boolean {
  const shift = stat.uid === user.uid ? 6 : stat.gid === user.gid ? 3 : 0;
  return (((stat.mode ?? 0) >> shift) & bits) === bits;
}
