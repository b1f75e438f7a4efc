/** Bytes over all sessions of a worker, those that were lost included. */
import type { Session } from "../driver/session.ts";

export class Traffic {
  bytesSent = 0;
  bytesReceived = 0;

  /** Takes what went over a session. Call once for each, when it is done with. */
  leave({ bytesSent, bytesReceived }: Pick<Session, "bytesSent" | "bytesReceived">): void {
    this.bytesSent += bytesSent;
    this.bytesReceived += bytesReceived;
  }
}
