import { csp, csrf, HttpError } from "fresh";
import { define, type State } from "../define.ts";
import { themeOf } from "../web/cookies.ts";
import { log } from "../log.ts";
import {
  contentSecurityPolicy,
  namesLoopback,
  nonceIn,
  SECURITY_HEADERS,
} from "../web/security.ts";

/** Counts and logs every request by its route and how it is answered. Why one failed the error page logs. */
const measured = define.middleware(async (ctx) => {
  const start = performance.now();
  const observe = (status: number) => {
    const { req: { method }, route, url } = ctx;
    const seconds = (performance.now() - start) / 1000;
    ctx.state.services.requests.observe(route, method, status, seconds);
    log("debug", `${method} ${url.pathname} ${status}`, { duration_ms: 1000 * seconds });
  };
  try {
    const response = await ctx.next();
    observe(response.status);
    return response;
  } catch (error) {
    observe(error instanceof HttpError ? error.status : 500);
    throw error;
  }
});

const guarded = define.middleware(async (ctx) => {
  if (!namesLoopback(ctx)) {
    throw new HttpError(
      421,
      `This server answers on this machine's own address only, and was asked for ${ctx.url.host}.`,
    );
  }
  const response = await ctx.next();
  if (response.status === 101) return response;
  const { headers } = response;
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
  const nonce = nonceIn(headers.get("Content-Security-Policy"));
  headers.set("Content-Security-Policy", contentSecurityPolicy(nonce));
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-cache");
  return response;
});

/** Whoever reaches this machine's own address is its user, until there is a sign-in. */
const signedIn = define.middleware(async (ctx) => {
  ctx.state.user = { id: "local", name: "This machine's user", role: "admin" };
  ctx.state.theme = themeOf(ctx.req);
  return await ctx.next();
});

const policy = csp<State>({ useNonce: true });

/** The answer to a WebSocket's request must be handed on untouched. */
const withPolicy = define.middleware(async (ctx) =>
  ctx.req.headers.has("upgrade") ? await ctx.next() : await policy(ctx)
);

export const handler = [measured, signedIn, guarded, withPolicy, csrf<State>()];
