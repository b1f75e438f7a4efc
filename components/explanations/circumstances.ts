/** Under which circumstances a run was measured, explained. */
import type { Explanations } from "./explanation.ts";

export const CIRCUMSTANCES: Explanations = {
  lakebench_version: {
    label: "Lakebench",
    meaning: "The version that sent the load. Compare numbers of different versions with care.",
  },
  deno_version: {
    label: "Deno",
    meaning:
      "The runtime that Lakebench ran on. A newer one can send more load from the same cores.",
  },
  "generator.hostname": {
    label: "Generator",
    meaning:
      "The machine that sent the load. Runs from different machines differ by their network too.",
  },
  "generator.os": {
    label: "Operating system",
    meaning:
      "What the generator's machine runs. How it shares out processors shows in the latencies.",
  },
  "generator.arch": {
    label: "Architecture",
    meaning: "The kind of processor of the generator's machine.",
  },
  "generator.cpu_model": {
    label: "Processor",
    meaning: "The processor of the generator's machine, as the system names it.",
  },
  "generator.cpu_count": {
    label: "Cores",
    meaning:
      "How many cores the generator's machine shows. The load is spread over a thread for each.",
  },
  "generator.memory_bytes": {
    label: "Memory",
    unit: "bytes",
    meaning:
      "Main memory of the generator's machine. With the embedded server it is the server's too.",
  },
  "generator.sockets": {
    label: "Sockets",
    meaning:
      "What carried load without TLS: the system's sockets, or Deno's, which cost more processor " +
      "time an operation. With TLS and with the npm libraries it is always Deno's.",
  },
  "target.kind": {
    label: "Kind of target",
    meaning: "The server that came with Lakebench, any PostgreSQL, or Databricks Lakebase.",
  },
  "target.host": {
    label: "Host",
    meaning: "The address of the server that the load went to.",
  },
  "target.port": {
    label: "Port",
    meaning: "The port of the server that the load went to.",
  },
  "target.database": {
    label: "Database",
    meaning: "The database that holds the tables of the run.",
  },
  "target.user": {
    label: "User",
    meaning: "The role that the connections signed in as.",
  },
  "target.tls": {
    label: "TLS",
    meaning: "Whether the load was encrypted, and how far the server's certificate was checked. " +
      "Encryption costs processor time on both sides.",
  },
  "server.version": {
    label: "Server",
    meaning: "What the server says of itself. Its major version decides much of its speed.",
  },
  "server.version_num": {
    label: "Server's version",
    meaning: "The same as a number that programs compare: 180004 is 18.4.",
  },
  "server.max_connections": {
    label: "Connections allowed",
    meaning:
      "The most connections that the server takes, all clients together. A level beyond it is " +
      "refused before it starts.",
  },
  "server.connections_in_use": {
    label: "Connections in use",
    meaning:
      "Connections of other clients, seen before the run. Their load was measured with ours.",
  },
  "server.settings": {
    label: "Settings",
    meaning:
      "The server's settings that bear on speed. Turn fsync off and every number that writes " +
      "means something else.",
  },
  "roundtrip.count": {
    label: "Round trips",
    meaning: "How many round trips were timed before the load.",
  },
  "roundtrip.min_ms": {
    label: "Shortest round trip",
    unit: "ms",
    meaning: "The fastest answer to SELECT 1 on an idle connection. No operation can be faster.",
  },
  "roundtrip.p50_ms": {
    label: "Round trip p50",
    unit: "ms",
    meaning:
      "The usual time of SELECT 1 on an idle connection, before the load. Where latency is close " +
      "to it, the network was measured more than the database.",
  },
  "roundtrip.p99_ms": {
    label: "Round trip p99",
    unit: "ms",
    meaning:
      "The time that 99 % of the round trips did not exceed, before the load. Far above the " +
      "usual one, the network or a machine was unsteady.",
  },
  "roundtrip.max_ms": {
    label: "Longest round trip",
    unit: "ms",
    meaning: "The slowest answer to SELECT 1 before the load. It is one answer.",
  },
  "clock.cost_ns": {
    label: "Cost of the clock",
    unit: "ns",
    meaning: "What one reading of the clock costs. Every operation takes one.",
  },
  "clock.step_ns": {
    label: "Step of the clock",
    unit: "ns",
    meaning: "The smallest time that the clock shows. Latencies are no finer than that.",
  },
  "tables.name": {
    label: "Table",
    meaning: "A table that the run used, with its schema.",
  },
  "tables.rows": {
    label: "Rows",
    meaning: "How many rows the table had when the load began.",
  },
  "tables.reused": {
    label: "Used again",
    meaning:
      "Whether the table of an earlier run fitted and was used again. Its pages may then have " +
      "been in memory already.",
  },
  "tables.load_sec": {
    label: "Loading",
    unit: "s",
    meaning:
      "Time for COPY, indexes and ANALYZE; 0 where the table was used again. It is no part of " +
      "what is measured.",
  },
  "tables.size_bytes": {
    label: "Size",
    unit: "bytes",
    meaning:
      "The table with its indexes. Compared with the server's memory it tells whether reads " +
      "came from disk.",
  },
};
