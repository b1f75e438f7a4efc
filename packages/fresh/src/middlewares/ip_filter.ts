import { BlockList, isIP } from "node:net";
import type { Context } from "../context.ts";
import type { MiddlewareFn } from "../handlers.ts";

/** Addresses (`192.0.2.1`, `2001:db8::1`) and subnets (`192.0.2.0/24`). */
export interface IpFilterRules {
  /** Refused, also when the other list allows them. */
  denyList?: string[];
  /** When given and not empty, all others are refused. */
  allowList?: string[];
}

/** What else the filter can be told. */
export interface IpFilterOptions<State = unknown> {
  /** Makes the response to a refused request. Default: 403 Forbidden. */
  onBlocked?: (
    remote: { addr: string; type: "IPv4" | "IPv6" | undefined },
    ctx: Context<State>,
  ) => Response | Promise<Response>;
}

/**
 * Lets requests through by the address of their connection.
 *
 * @example
 * ```ts
 * app.use(ipFilter({ denyList: ["192.0.2.10"], allowList: ["192.0.2.0/24"] }));
 * ```
 * @throws TypeError when a rule is neither an address nor a subnet
 */
export function ipFilter<State>(
  rules: IpFilterRules,
  options: IpFilterOptions<State> = {},
): MiddlewareFn<State> {
  const denied = listOf(rules.denyList ?? []);
  const allowed = rules.allowList?.length ? listOf(rules.allowList) : null;
  return async (ctx) => {
    const { remoteAddr } = ctx.info;
    const addr = "hostname" in remoteAddr ? remoteAddr.hostname : "";
    const family = familyOf(addr);
    const isBlocked = family === null ? allowed !== null : denied.check(addr, family) ||
      (allowed !== null && !allowed.check(addr, family));
    if (!isBlocked) return await ctx.next();
    if (options.onBlocked === undefined) {
      return new Response("Forbidden", { status: 403 });
    }
    const type = family === null ? undefined : family === "ipv6" ? "IPv6" : "IPv4";
    return await options.onBlocked({ addr, type }, ctx);
  };
}

function familyOf(addr: string): "ipv4" | "ipv6" | null {
  const version = isIP(addr);
  return version === 0 ? null : version === 6 ? "ipv6" : "ipv4";
}

function listOf(rules: readonly string[]): BlockList {
  const list = new BlockList();
  for (const rule of rules) {
    const [addr = "", bits, ...more] = rule.split("/");
    const family = familyOf(addr);
    const longest = family === "ipv6" ? 128 : 32;
    const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (family === null || more.length > 0 || prefix < 0 || prefix > longest) {
      throw new TypeError(`Expected an IP address or subnet, but got: ${rule}`);
    }
    list.addSubnet(addr, prefix, family);
  }
  return list;
}
