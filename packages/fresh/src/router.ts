/** Finds what answers a request: exact paths first, then URL patterns in the order they were added. */

/** HTTP methods that routes answer. */
export type Method =
  | "HEAD"
  | "GET"
  | "POST"
  | "PATCH"
  | "PUT"
  | "DELETE"
  | "OPTIONS";

/** Every {@linkcode Method}. */
export const METHODS: readonly Method[] = [
  "HEAD",
  "GET",
  "POST",
  "PATCH",
  "PUT",
  "DELETE",
  "OPTIONS",
];

/** What a request matched. */
export interface RouteMatch<T> {
  /** The item for this method; null when no path matched, or none for this method. */
  readonly item: T | null;
  /** The pattern of the path that matched; null when none did. */
  readonly pattern: string | null;
  /** Decoded values of the pattern's groups. */
  readonly params: Record<string, string>;
  /** The methods the matched path answers, HEAD included where GET is. */
  readonly allowed: readonly Method[];
}

interface Entry<T> {
  readonly pattern: string;
  readonly byMethod: Map<Method, T>;
}

const NOTHING = { item: null, pattern: null, params: {}, allowed: [] };

/** A table of routes. For one method and pattern the first item added wins. */
export class Router<T> {
  readonly #exact = new Map<string, Entry<T>>();
  readonly #dynamic: { entry: Entry<T>; matcher: URLPattern }[] = [];
  readonly #byPattern = new Map<string, Entry<T>>();

  /** Adds one item. A pattern without URLPattern syntax is an exact path. */
  add(method: Method, pattern: string, item: T): void {
    let entry = this.#byPattern.get(pattern);
    if (entry === undefined) {
      entry = { pattern, byMethod: new Map() };
      this.#byPattern.set(pattern, entry);
      if (isDynamic(pattern)) {
        this.#dynamic.push({
          entry,
          matcher: new URLPattern({ pathname: pattern }),
        });
      } else {
        this.#exact.set(new URL(pattern, "http://localhost").pathname, entry);
      }
    }
    if (!entry.byMethod.has(method)) entry.byMethod.set(method, item);
  }

  /** Matches a method and URL. An exact path also matches with its trailing slash added or dropped. */
  match(method: string, url: URL): RouteMatch<T> {
    const exact = this.#exact.get(url.pathname) ??
      this.#exact.get(otherSlash(url.pathname));
    if (exact !== undefined) return matchOf(exact, method, {});
    for (const { entry, matcher } of this.#dynamic) {
      const found = matcher.exec(url);
      if (found !== null) {
        return matchOf(entry, method, decodeGroups(found.pathname.groups));
      }
    }
    return NOTHING;
  }
}

function isDynamic(pattern: string): boolean {
  return /[:*{}()?+\\]/.test(pattern);
}

function otherSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
}

function matchOf<T>(
  entry: Entry<T>,
  method: string,
  params: Record<string, string>,
): RouteMatch<T> {
  const own = entry.byMethod.get(method as Method);
  const item = own ??
    (method === "HEAD" ? entry.byMethod.get("GET") : undefined) ?? null;
  const allowed = METHODS.filter((name) =>
    entry.byMethod.has(name) || (name === "HEAD" && entry.byMethod.has("GET"))
  );
  return { item, pattern: entry.pattern, params, allowed };
}

/** Percent-decodes the groups. A value that isn't valid UTF-8 stays as it was sent. */
function decodeGroups(
  groups: Record<string, string | undefined>,
): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups)) {
    if (value === undefined) continue;
    try {
      params[name] = decodeURIComponent(value);
    } catch {
      params[name] = value;
    }
  }
  return params;
}
