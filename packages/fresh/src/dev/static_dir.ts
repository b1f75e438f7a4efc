/** The files of `static/`, read when they are asked for. */
import { join, relative, resolve, sep } from "node:path";
import { contentTypeOf } from "../content_type.ts";
import type { StaticFile } from "../snapshot.ts";
import { walk } from "./scan.ts";
import type { Transforms } from "./transforms.ts";

type Content = Uint8Array<ArrayBuffer>;

/** One folder of static files. */
export class StaticDir {
  readonly #folder: string;
  readonly #transforms: Transforms;
  /** What transforms made of a file, until it is modified. */
  readonly #transformed = new Map<
    string,
    { modified: number; content: Content | null }
  >();

  /** @param folder absolute path; it need not exist */
  constructor(folder: string, transforms: Transforms) {
    this.#folder = folder;
    this.#transforms = transforms;
  }

  /** URL paths of all files. */
  async list(): Promise<string[]> {
    const files = await walk(this.#folder);
    return files.map((path) => `/${relative(this.#folder, path).split(sep).join("/")}`).sort();
  }

  /** The file at a decoded URL path; null when there is none, or it lies outside the folder. */
  async file(pathname: string): Promise<StaticFile | null> {
    const path = await this.#locate(pathname);
    if (path === null) return null;
    const contentType = contentTypeOf(path);
    const { size, mtime } = await Deno.stat(path);
    const modified = mtime?.getTime() ?? 0;
    const content = await this.#transform(path, modified);
    if (content !== null) {
      const open = () => Promise.resolve(content);
      const hash = await hashOf(content);
      return { contentType, size: content.length, hash, immutable: false, open };
    }
    const hash = `${modified.toString(36)}-${size.toString(36)}`;
    const open = async () => (await Deno.open(path)).readable;
    return { contentType, size, hash, immutable: false, open };
  }

  async #transform(path: string, modified: number): Promise<Content | null> {
    const known = this.#transformed.get(path);
    if (known?.modified === modified) return known.content;
    const content = await this.#transforms.apply(path);
    this.#transformed.set(path, { modified, content });
    return content;
  }

  /** The real path of a file inside the folder, links followed. */
  async #locate(pathname: string): Promise<string | null> {
    if (pathname.includes("\0") || pathname.includes("\\")) return null;
    const wanted = resolve(join(this.#folder, pathname));
    if (!wanted.startsWith(this.#folder + sep)) return null;
    try {
      const path = await Deno.realPath(wanted);
      const folder = await Deno.realPath(this.#folder);
      if (!path.startsWith(folder + sep)) return null;
      return (await Deno.stat(path)).isFile ? path : null;
    } catch (error) {
      if (
        error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.NotADirectory
      ) {
        return null;
      }
      // The system refuses names that are too long; no file has one.
      if (
        error instanceof Error && "code" in error &&
        error.code === "ENAMETOOLONG"
      ) return null;
      throw error;
    }
  }
}

/** The first 128 bits of the content's SHA-256, in hexadecimal. */
export async function hashOf(
  content: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(
    digest.subarray(0, 16),
    (byte) => byte.toString(16).padStart(2, "0"),
  ).join("");
}
