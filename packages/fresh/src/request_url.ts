/**
 * The URL of a request, repeated slashes in its path collapsed.
 *
 * @param trustProxy take scheme and host from `X-Forwarded-Proto` and `X-Forwarded-Host`; of a list the first
 */
export function requestUrl(req: Request, trustProxy: boolean): URL {
  const url = new URL(req.url);
  url.pathname = url.pathname.replace(/\/+/g, "/");
  if (!trustProxy) return url;
  const proto = first(req.headers.get("x-forwarded-proto"));
  const host = first(req.headers.get("x-forwarded-host"));
  if (host !== undefined && /^[\w.:[\]-]+$/.test(host)) {
    // Setting a host without a port would keep the port of the one before.
    url.port = "";
    url.host = host;
  }
  if (proto === "http" || proto === "https") url.protocol = proto;
  return url;
}

function first(header: string | null): string | undefined {
  const value = header?.split(",")[0]?.trim();
  return value === "" ? undefined : value;
}
