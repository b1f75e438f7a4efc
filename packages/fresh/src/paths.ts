/** File paths to URL patterns, and joining of patterns. */

/** Joins a prefix and the path of a segment. `*` and `/` mean the prefix itself. */
export function mergePath(base: string, path: string): string {
  const left = base === "*" || base === "/" ? "" : base.replace(/\/+$/, "");
  if (path === "*" || path === "/" || path === "") {
    return left === "" ? "/" : left;
  }
  return left + (path.startsWith("/") ? path : `/${path}`);
}

/** Joins a prefix and the pattern of a route, where `*` means every path below the prefix. */
export function mergeRoutePath(base: string, path: string): string {
  return mergePath(base, path === "*" ? "/*" : path);
}

/** The names a pattern is made of: `/a/b` is `["a", "b"]`, `/` and `*` are none, a trailing `*` is dropped. */
export function segmentNames(pattern: string): string[] {
  const names = pattern.split("/").filter((name) => name !== "");
  if (names.at(-1) === "*") names.pop();
  return names;
}

/** True for a folder that only groups files: `(name)`. */
export function isGroup(name: string): boolean {
  return name.startsWith("(") && name.endsWith(")");
}

/**
 * The URL pattern of a file under `routes/`, given without its extension and with a leading slash.
 *
 * @example
 * ```ts
 * pathToPattern("/blog/[slug]/index"); // "/blog/:slug"
 * pathToPattern("/docs/[[version]]/index"); // "/docs{/:version}?"
 * ```
 * @throws Error when brackets don't match, or a rest parameter isn't last
 */
export function pathToPattern(path: string): string {
  const names = path.split("/").filter((name) => name !== "");
  if (names.at(-1) === "index") names.pop();
  let pattern = "";
  names.forEach((name, index) => {
    if (isGroup(name)) return;
    const optional = /^\[\[(\w+)\]\]$/.exec(name);
    if (optional !== null) {
      pattern += `{/:${optional[1]}}?`;
      return;
    }
    const rest = /^\[\.\.\.(\w+)\]$/.exec(name);
    if (rest !== null) {
      if (index !== names.length - 1) {
        throw new SyntaxError(
          `Expected "${name}" to be the last part of the route: ${path}`,
        );
      }
      pattern += `/:${rest[1]}*`;
      return;
    }
    pattern += `/${dynamicName(name, path)}`;
  });
  return pattern === "" ? "/" : pattern;
}

/** One path part where `[id]` may stand within text: `[a]@[b]`, `v[major]`. */
function dynamicName(name: string, path: string): string {
  const replaced = name.replace(/\[(\w+)\]/g, (_, id: string) => `{:${id}}`);
  if (/[[\]]/.test(replaced)) {
    throw new SyntaxError(
      `Invalid route pattern: "${path}": brackets don't match`,
    );
  }
  const whole = /^\{(:\w+)\}$/.exec(replaced);
  return whole?.[1] ?? replaced;
}

/** How specific a path part is; smaller goes first. */
function rank(name: string): number {
  if (name.startsWith("[...")) return 3;
  if (name.startsWith("[[")) return 2;
  if (name.includes("[")) return 1;
  return 0;
}

/** Orders route files, the most specific first, so that the first matching pattern is the wanted one. */
export function compareRoutes(a: string, b: string): number {
  const left = a.split("/").filter((name) => name !== "" && !isGroup(name));
  const right = b.split("/").filter((name) => name !== "" && !isGroup(name));
  if (left.at(-1) === "index") left.pop();
  if (right.at(-1) === "index") right.pop();
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const x = left[i] ?? "";
    const y = right[i] ?? "";
    if (rank(x) !== rank(y)) return rank(x) - rank(y);
    if (x !== y) return x < y ? -1 : 1;
  }
  return left.length - right.length;
}
