/** Turns what went wrong while preparing tables into the error that a user sees. */
import { type ErrorCode, LakebenchError } from "../errors.ts";
import { ConnectionError, ServerError, sqlstateSaid } from "../wire/errors.ts";
import { SCHEMA } from "./table.ts";

interface Advice {
  code: ErrorCode;
  hint: string;
}

const NO_CONNECTION: Advice = {
  code: "target_refused",
  hint: "Check the target's address, the user and the password.",
};

const BY_SQLSTATE: Readonly<Record<string, Advice>> = {
  "42501": {
    code: "target_refused",
    hint: `Have its owner run: GRANT CREATE ON DATABASE … TO …; and, if the schema is there ` +
      `already: GRANT USAGE, CREATE ON SCHEMA ${SCHEMA} TO …; tables of another user's earlier run ` +
      `must be dropped by that user.`,
  },
  "25006": {
    code: "target_refused",
    hint: "This is a read-only server or a standby. Name the primary as target.",
  },
  "53100": {
    code: "load_failed",
    hint: "The server's disk is full. Make room there, or ask for fewer rows or a smaller scale.",
  },
  "53200": {
    code: "load_failed",
    hint: "The server is out of memory. Ask for fewer rows, or lower its maintenance_work_mem.",
  },
  "53300": {
    code: "target_refused",
    hint: "All of the server's connections are in use. End some, or raise max_connections.",
  },
  "55P03": {
    code: "load_failed",
    hint: "Another session is using the table, perhaps another run. Wait for it, or end it.",
  },
  "57014": {
    code: "load_failed",
    hint: "Someone cancelled the statement on the server. Start the run again.",
  },
  "2BP01": {
    code: "load_failed",
    hint: "Something of yours depends on the table that is to be rebuilt. Drop that first.",
  },
};

/** Rows are not lost by a lost connection: the table's marker says that it is unfinished. */
const CONNECTION_LOST_HINT =
  "Start the run again: a table that was being loaded is recognised and loaded anew.";

/**
 * The error for the user, with the server's SQLSTATE and words.
 *
 * @param doing what was being done, for example `Loading lakebench.benchmark_data`
 */
export function loadError(error: unknown, doing: string): unknown {
  if (error instanceof ServerError) {
    const advice = BY_SQLSTATE[error.sqlstate];
    const words = error.detail === undefined ? error.message : `${error.message}: ${error.detail}`;
    return new LakebenchError(
      advice?.code ?? "load_failed",
      `${doing} failed: ${words}`,
      { sqlstate: error.sqlstate, hint: advice?.hint ?? error.hint, cause: error },
    );
  }
  if (error instanceof ConnectionError) {
    return new LakebenchError(
      "load_failed",
      `${doing} failed: ${error.message}`,
      { sqlstate: sqlstateSaid(error.sqlstate), hint: CONNECTION_LOST_HINT, cause: error },
    );
  }
  return error;
}

/** The same for a connection that could not be opened. */
export function connectError(error: unknown): unknown {
  if (!(error instanceof ServerError || error instanceof ConnectionError)) return error;
  const advice = BY_SQLSTATE[error.sqlstate] ?? NO_CONNECTION;
  return new LakebenchError(
    "target_refused",
    `Connecting to prepare the tables failed: ${error.message}`,
    {
      sqlstate: error instanceof ServerError ? error.sqlstate : sqlstateSaid(error.sqlstate),
      hint: error.hint ?? advice.hint,
      cause: error,
    },
  );
}
