/** Reloads pages when the dev server has restarted. */
import type { AppHandler } from "../app.ts";

/** Path of the script that pages load, without the base path. */
export const LIVE_RELOAD_SCRIPT = "/_frsh/live_reload.js";
/** Path of the socket that the script opens. */
const ALIVE = "/_frsh/alive";

/** Waits between attempts to reconnect, milliseconds; the last is repeated. */
const RECONNECT_MS = [100, 100, 200, 300, 500, 1000];

/** What the browser runs. It compares the server's revision with the one it saw first. */
function script(basePath: string): string {
  return `const delays = ${JSON.stringify(RECONNECT_MS)};
const url = new URL(${JSON.stringify(basePath + ALIVE)}, location.href);
url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
let revision = null;
let attempt = 0;
function connect() {
  const socket = new WebSocket(url);
  socket.onmessage = (event) => {
    attempt = 0;
    if (revision === null) revision = event.data;
    else if (revision !== event.data) location.reload();
  };
  socket.onclose = () => setTimeout(connect, delays[Math.min(attempt++, delays.length - 1)]);
}
addEventListener("pagehide", () => { delays.fill(2 ** 30); });
connect();
`;
}

/** Adds the live reload script and its socket before a handler. */
export function withLiveReload(
  handler: AppHandler,
  basePath: string,
): AppHandler {
  const revision = crypto.randomUUID();
  return async (req, info) => {
    const { pathname } = new URL(req.url);
    if (pathname === basePath + LIVE_RELOAD_SCRIPT) {
      const headers = {
        "Content-Type": "text/javascript",
        "Cache-Control": "no-store",
      };
      return new Response(script(basePath), { headers });
    }
    if (
      pathname === basePath + ALIVE &&
      req.headers.get("upgrade") === "websocket"
    ) {
      const { socket, response } = Deno.upgradeWebSocket(req);
      socket.addEventListener("open", () => socket.send(revision));
      return response;
    }
    return await handler(req, info);
  };
}
