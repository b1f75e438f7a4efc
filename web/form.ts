/** Forms as they are sent: read within a limit, and never into a failure. */
import { HttpError } from "fresh";

/** Bytes of a form; the longest notes fit many times. */
const LIMIT = 512 * 1024;

/**
 * The fields of a posted form.
 *
 * @param limit bytes
 * @throws HttpError 415 for another content type, 413 beyond the limit, 400 for a broken body
 */
export async function readForm(req: Request, limit = LIMIT): Promise<FormData> {
  const type = req.headers.get("content-type") ?? "";
  if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) {
    throw new HttpError(415, `A form is expected, got ${type === "" ? "no content type" : type}.`);
  }
  const body = await readBody(req, limit);
  try {
    return await new Response(body, { headers: { "content-type": type } }).formData();
  } catch (cause) {
    throw new HttpError(400, "The form could not be read: its body is broken.", { cause });
  }
}

async function readBody(req: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new HttpError(413, `A form may have ${limit} bytes, and this has more.`);
  const announced = Number(req.headers.get("content-length") ?? 0);
  if (announced > limit) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of req.body ?? []) {
    size += part.length;
    if (size > limit) throw tooLarge();
    parts.push(part);
  }
  const body = new Uint8Array(size);
  parts.reduce((offset, part) => {
    body.set(part, offset);
    return offset + part.length;
  }, 0);
  return body;
}

/** The text of a field; empty where it is missing or a file. */
export function fieldText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** The texts of every field of this name. */
export function fieldTexts(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value): value is string => typeof value === "string");
}

/** Leads on after a form: the browser asks for the page with GET, and a reload sends nothing again. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}

/**
 * A path of this app that a form asked to come back to, or another when it is none: never another site.
 */
export function localPath(wanted: string, otherwise: string): string {
  const base = "http://local.invalid";
  if (!/^\/(?![/\\])/.test(wanted) || /[\t\r\n\\]/.test(wanted) || !URL.canParse(wanted, base)) {
    return otherwise;
  }
  const url = new URL(wanted, base);
  return url.origin === base ? url.pathname + url.search + url.hash : otherwise;
}
