/** How an {@linkcode App} is set up. */
export interface FreshConfig {
  /** Directory of the project, absolute. Default: the working directory. */
  root?: string;
  /** Path that every route is mounted under, such as `/ui`. Default: none. */
  basePath?: string;
  /** Default: `production`. The dev server sets `development`. */
  mode?: "development" | "production";
  /** Take scheme and host of `ctx.url` from `X-Forwarded-Proto` and `X-Forwarded-Host`. Default: false. */
  trustProxy?: boolean;
}

/** A {@linkcode FreshConfig} with every default filled in: `ctx.config`. */
export interface ResolvedFreshConfig {
  root: string;
  /** Without a trailing slash; empty when there is none. */
  basePath: string;
  mode: "development" | "production";
  trustProxy: boolean;
}

/** Fills in the defaults. */
export function resolveConfig(config: FreshConfig): ResolvedFreshConfig {
  return {
    root: config.root ?? Deno.cwd(),
    basePath: (config.basePath ?? "").replace(/\/+$/, ""),
    mode: config.mode ?? "production",
    trustProxy: config.trustProxy ?? false,
  };
}
