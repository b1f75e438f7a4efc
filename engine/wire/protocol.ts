/**
 * PostgreSQL's frontend/backend protocol 3.0: message types and the messages a client sends.
 * Source: PostgreSQL documentation, "Message Formats".
 */
import type { Outbox } from "./outbox.ts";

const code = (letter: string) => letter.charCodeAt(0);

/** Messages from the server, by their first byte. */
export const Backend = {
  Authentication: code("R"),
  BackendKeyData: code("K"),
  BindComplete: code("2"),
  CloseComplete: code("3"),
  CommandComplete: code("C"),
  CopyData: code("d"),
  CopyDone: code("c"),
  CopyInResponse: code("G"),
  CopyOutResponse: code("H"),
  DataRow: code("D"),
  EmptyQueryResponse: code("I"),
  ErrorResponse: code("E"),
  NegotiateProtocolVersion: code("v"),
  NoData: code("n"),
  NoticeResponse: code("N"),
  NotificationResponse: code("A"),
  ParameterDescription: code("t"),
  ParameterStatus: code("S"),
  ParseComplete: code("1"),
  PortalSuspended: code("s"),
  ReadyForQuery: code("Z"),
  RowDescription: code("T"),
} as const;

/** Messages to the server, by their first byte. */
export const Frontend = {
  Bind: code("B"),
  CopyData: code("d"),
  CopyDone: code("c"),
  CopyFail: code("f"),
  Describe: code("D"),
  Execute: code("E"),
  Parse: code("P"),
  Password: code("p"),
  Query: code("Q"),
  Sync: code("S"),
  Terminate: code("X"),
} as const;

/** What ReadyForQuery says of the session. */
export const TransactionStatus = {
  Idle: code("I"),
  InTransaction: code("T"),
  Failed: code("E"),
} as const;

const PROTOCOL_3_0 = 196_608;
const SSL_REQUEST = 80_877_103;
const CANCEL_REQUEST = 80_877_102;

export function startupMessage(out: Outbox, parameters: Record<string, string>): void {
  const start = out.begin(0);
  out.int32(PROTOCOL_3_0);
  for (const [name, value] of Object.entries(parameters)) out.cstring(name).cstring(value);
  out.uint8(0).end(start);
}

export function sslRequest(out: Outbox): void {
  const start = out.begin(0);
  out.int32(SSL_REQUEST).end(start);
}

export function cancelRequest(out: Outbox, processId: number, secretKey: Uint8Array): void {
  const start = out.begin(0);
  out.int32(CANCEL_REQUEST).int32(processId).bytes(secretKey).end(start);
}

export function passwordMessage(out: Outbox, password: string): void {
  const start = out.begin(Frontend.Password);
  out.cstring(password).end(start);
}

export function saslInitialResponse(out: Outbox, mechanism: string, response: string): void {
  const start = out.begin(Frontend.Password);
  out.cstring(mechanism);
  const lengthAt = out.length;
  out.int32(0);
  out.patchInt32(lengthAt, out.text(response));
  out.end(start);
}

export function saslResponse(out: Outbox, response: string): void {
  const start = out.begin(Frontend.Password);
  out.text(response);
  out.end(start);
}

export function queryMessage(out: Outbox, sql: string): void {
  const start = out.begin(Frontend.Query);
  out.cstring(sql).end(start);
}

export function parseMessage(out: Outbox, name: string, sql: string): void {
  const start = out.begin(Frontend.Parse);
  out.cstring(name).cstring(sql).int16(0).end(start);
}

export function describeStatement(out: Outbox, name: string): void {
  const start = out.begin(Frontend.Describe);
  out.uint8(code("S")).cstring(name).end(start);
}

/** Executes the unnamed portal to its end. */
export function executeMessage(out: Outbox): void {
  const start = out.begin(Frontend.Execute);
  out.uint8(0).int32(0).end(start);
}

/** A message that has a type and nothing else: Sync, Terminate, CopyDone. */
export function bareMessage(out: Outbox, type: number): void {
  out.uint8(type).int32(4);
}

export function copyData(out: Outbox, bytes: Uint8Array): void {
  const start = out.begin(Frontend.CopyData);
  out.bytes(bytes).end(start);
}

export function copyFail(out: Outbox, reason: string): void {
  const start = out.begin(Frontend.CopyFail);
  out.cstring(reason).end(start);
}
