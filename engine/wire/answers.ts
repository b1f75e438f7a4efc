/** What the server says, as far as a connection keeps it. */
import { ConnectionError, PROTOCOL_VIOLATION, ServerError } from "./errors.ts";
import { keeping } from "./inbox.ts";
import { Backend } from "./protocol.ts";
import {
  BodyReader,
  parseDataRow,
  parseParameterDescription,
  parseRowDescription,
  parseServerMessage,
} from "./server_message.ts";

/** What a query in the simple protocol gave; the last statement's rows where there are several. */
export interface QueryResult {
  columns: string[];
  /** Values as the server prints them. */
  rows: (string | null)[][];
  /** Command tags, for example `SELECT 3`, one a statement. */
  commands: string[];
}

const ALWAYS = [Backend.ErrorResponse, Backend.ParameterStatus, Backend.CopyInResponse];
/** The hot path: answers are counted, not read. */
export const COUNTING = keeping(...ALWAYS);
export const READING = keeping(
  ...ALWAYS,
  Backend.Authentication,
  Backend.BackendKeyData,
  Backend.CommandComplete,
  Backend.DataRow,
  Backend.ParameterDescription,
  Backend.RowDescription,
);

/** What the server says of a statement that it has parsed. */
export interface Described {
  /** Type OIDs. */
  parameterTypes: number[];
  /** Names; empty when it gives no rows. */
  columns: string[];
}

export class Answers {
  /** What the server reports of itself. */
  readonly parameters = new Map<string, string>();
  /** By the sync that failed. */
  readonly failures: (ServerError | undefined)[] = [];
  /** Why the server ended the connection. */
  fatal: ServerError | undefined;
  result: QueryResult = { columns: [], rows: [], commands: [] };
  /** Statements that the server described since this was last emptied, in order. */
  described: Described[] = [];
  /** Requests that are still to be answered. */
  authRequests: Uint8Array[] = [];
  processId = 0;
  secretKey = new Uint8Array();
  /** Whether no COPY … FROM STDIN is expected, one is, or the server has agreed to it. */
  copy: "none" | "asked" | "open" = "none";

  clearResult(): void {
    this.result = { columns: [], rows: [], commands: [] };
  }

  expectCopy(): void {
    this.copy = "asked";
  }

  forgetCopy(): void {
    this.copy = "none";
  }

  /**
   * Takes a message in. `body` is copied from.
   *
   * @param sync the ReadyForQuery messages that came before
   * @throws ConnectionError when the message is malformed, or wants what nobody will send
   */
  take(type: number, body: Uint8Array, sync: number): void {
    switch (type) {
      case Backend.ErrorResponse: {
        const error = new ServerError(parseServerMessage(body));
        // The end of the connection is no sync's failure: it may come after the last of them.
        if (error.severity === "FATAL" || error.severity === "PANIC") this.fatal = error;
        else this.failures[sync] = error;
        break;
      }
      case Backend.ParameterStatus: {
        const reader = new BodyReader(body);
        this.parameters.set(reader.cstring(), reader.cstring());
        break;
      }
      case Backend.Authentication:
        this.authRequests.push(body.slice());
        break;
      case Backend.BackendKeyData: {
        const reader = new BodyReader(body);
        this.processId = reader.int32();
        this.secretKey = reader.bytes(reader.remaining) as Uint8Array<ArrayBuffer>;
        break;
      }
      case Backend.CopyInResponse:
        if (this.copy !== "asked") {
          throw new ConnectionError(
            PROTOCOL_VIOLATION,
            "the statement is a COPY … FROM STDIN, and there is nothing to send it",
          );
        }
        this.copy = "open";
        break;
      case Backend.RowDescription:
        this.result.columns = parseRowDescription(body);
        this.result.rows = [];
        this.#describeRows(this.result.columns);
        break;
      case Backend.DataRow:
        this.result.rows.push(parseDataRow(body));
        break;
      case Backend.CommandComplete:
        this.result.commands.push(new BodyReader(body).cstring());
        break;
      case Backend.ParameterDescription:
        this.described.push({ parameterTypes: parseParameterDescription(body), columns: [] });
        break;
    }
  }

  /** A statement's parameters are described before its rows, if it gives any. */
  #describeRows(columns: string[]): void {
    const statement = this.described.at(-1);
    if (statement !== undefined) statement.columns = columns;
  }
}
