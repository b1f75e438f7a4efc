import { HttpError } from "./http_error.ts";

/** What to do on a socket's events. */
export interface WebSocketHandlers {
  open?: (socket: WebSocket) => void;
  message?: (socket: WebSocket, event: MessageEvent) => void;
  close?: (socket: WebSocket, code: number, reason: string) => void;
  error?: (socket: WebSocket, event: Event | ErrorEvent) => void;
}

/** Settings of a socket. */
export interface UpgradeOptions {
  /** Seconds without a pong before the socket closes. Default: 120. */
  idleTimeout?: number;
  /** The sub-protocol to agree on. */
  protocol?: string;
}

/**
 * Upgrades a request, in managed mode when the first argument has a handler, else in bare mode.
 *
 * @throws HttpError 400 when the request asks for no upgrade
 */
export function upgradeWebSocket(
  req: Request,
  first: WebSocketHandlers | UpgradeOptions | undefined,
  options: UpgradeOptions | undefined,
): Response | { socket: WebSocket; response: Response } {
  if (req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new HttpError(400, "Expected a WebSocket upgrade request");
  }
  if (first === undefined || !hasHandler(first)) {
    return Deno.upgradeWebSocket(req, first as UpgradeOptions | undefined);
  }
  const { socket, response } = Deno.upgradeWebSocket(req, options);
  attach(socket, first);
  return response;
}

function hasHandler(
  value: WebSocketHandlers | UpgradeOptions,
): value is WebSocketHandlers {
  return ["open", "message", "close", "error"].some((name) =>
    typeof (value as Record<string, unknown>)[name] === "function"
  );
}

function attach(socket: WebSocket, handlers: WebSocketHandlers): void {
  const { open, message, close, error } = handlers;
  if (open) socket.addEventListener("open", () => open(socket));
  if (message) {
    socket.addEventListener("message", (event) => message(socket, event));
  }
  if (close) {
    socket.addEventListener(
      "close",
      (event) => close(socket, event.code, event.reason),
    );
  }
  if (error) socket.addEventListener("error", (event) => error(socket, event));
}
