/** Bundles modules for the browser with `Deno.bundle()`. */
import { dirname, relative, resolve, sep } from "node:path";

/** An entry's chunk and what it imports. */
export interface BundledEntry {
  /** File name below the scripts' folder, with forward slashes. */
  readonly chunk: string;
  /** Chunks that load with it. */
  readonly preload: readonly string[];
}

/** Bundled modules. */
export interface Bundle {
  /** Content by file name. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Entries by the path they were given as. */
  readonly entries: ReadonlyMap<string, BundledEntry>;
}

/** How to bundle. */
export interface BundleOptions {
  readonly minify: boolean;
  readonly sourceMap?: Deno.bundle.SourceMapType | undefined;
}

/** Only a prefix of the names that come back: nothing is written there. */
const OUTPUT_DIR = resolve("/fresh-bundle");

/**
 * The file name that each entry's chunk will have: its path below the folder that all entries share.
 *
 * @param entries absolute paths
 */
export function chunkNames(entries: readonly string[]): Map<string, string> {
  const base = commonFolder(entries);
  return new Map(entries.map((entry) => {
    const name = relative(base, entry).split(sep).join("/");
    return [entry, name.replace(/\.[^./]+$/, ".js")];
  }));
}

/**
 * Bundles entries into chunks that share what they have in common.
 *
 * @param entries absolute paths
 * @throws Error with the bundler's messages; with what to do when this Deno can't bundle
 */
export async function bundle(
  entries: readonly string[],
  options: BundleOptions,
): Promise<Bundle> {
  if (typeof Deno.bundle !== "function") {
    throw new Error(
      "Islands are bundled with Deno.bundle(): run Deno with --unstable-bundle, or put " +
        '"bundle" under "unstable" in deno.json, or build ahead with Builder.build()',
    );
  }
  const result = await Deno.bundle({
    entrypoints: [...entries],
    outputDir: OUTPUT_DIR,
    platform: "browser",
    codeSplitting: true,
    write: false,
    minify: options.minify,
    ...(options.sourceMap === undefined ? {} : { sourcemap: options.sourceMap }),
  });
  if (!result.success) {
    throw new Error(
      `Bundling islands failed:\n${result.errors.map(messageText).join("\n")}`,
    );
  }
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { path, contents } of result.outputFiles ?? []) {
    files.set(
      relative(OUTPUT_DIR, path).split(sep).join("/"),
      contents ?? new Uint8Array(),
    );
  }
  const named = Array.from(
    chunkNames(entries),
    ([entry, chunk]): [string, BundledEntry] => {
      if (!files.has(chunk)) {
        throw new Error(
          `The bundle has no file for ${entry}`,
        );
      }
      return [entry, { chunk, preload: importsOf(chunk, files) }];
    },
  );
  return { files, entries: new Map(named) };
}

function messageText({ text, location }: Deno.bundle.Message): string {
  return location ? `${text} (${location.file}:${location.line}:${location.column})` : text;
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? OUTPUT_DIR);
  for (const path of paths) {
    while (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
      folder = dirname(folder);
    }
  }
  return folder;
}

/** The chunks that a chunk imports statically, directly or not, in the order they are met. */
function importsOf(
  chunk: string,
  files: ReadonlyMap<string, Uint8Array>,
): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const content = files.get(name);
    if (content === undefined) return;
    // A dynamic import has a parenthesis before the name, and so isn't matched.
    for (
      const match of new TextDecoder().decode(content).matchAll(
        /(?:from|import)\s*"(\.[^"]+)"/g,
      )
    ) {
      const target = new URL(match[1] ?? "", `file:///${name}`).pathname.slice(
        1,
      );
      if (target === chunk || found.has(target) || !files.has(target)) continue;
      found.add(target);
      visit(target);
    }
  };
  visit(chunk);
  return [...found];
}
