/** The password of an embedded server's superuser: drawn, and handed to initdb in a file. */
import { ifPresent } from "../if_present.ts";
import type { ServerUser } from "./server_user.ts";

/** 144 random bits, as text that needs no quoting anywhere. */
export function newPassword(): string {
  return crypto.getRandomValues(new Uint8Array(18)).toBase64({ alphabet: "base64url" });
}

/** Writes `password` to a new file that only its owner, `user`, can read. */
export async function writePassword(
  path: string,
  password: string,
  user: ServerUser | undefined,
): Promise<void> {
  await ifPresent(Deno.remove(path));
  await Deno.writeTextFile(path, `${password}\n`, { createNew: true, mode: 0o600 });
  if (user !== undefined) await Deno.chown(path, user.uid, user.gid);
}
