/** How the load is sent. */
import { ARRIVALS, DRIVERS, PROTOCOLS } from "../../engine/config.ts";
import { readChoice, readCount, readList } from "../flag_values.ts";
import type { Flag } from "./flag.ts";

export const HOW: readonly Flag[] = [
  {
    kind: "value",
    name: "--driver",
    placeholder: "<name>",
    field: "driver",
    group: "How:",
    description: `client that sends the load: ${
      DRIVERS.join(", ")
    } (default: wire, Lakebench's own)`,
    read: (text) => readChoice(text, DRIVERS),
  },
  {
    kind: "value",
    name: "--protocol",
    placeholder: "<kind>",
    field: "protocol",
    group: "How:",
    description: `${PROTOCOLS.join(" or ")} statements (default: prepared)`,
    read: (text) => readChoice(text, PROTOCOLS),
  },
  {
    kind: "value",
    name: "--rate",
    placeholder: "<n>",
    field: "rate",
    group: "How:",
    description: "operations a second of a level, an open loop (default: as fast as answers " +
      "come, a closed one)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--rate-sweep",
    placeholder: "<list>",
    field: "rate_sweep",
    group: "How:",
    description: "the same at each of these rates, for example 1000,2000,4000",
    read: (text) => readList(text, readCount),
  },
  {
    kind: "value",
    name: "--arrival",
    placeholder: "<kind>",
    field: "arrival",
    group: "How:",
    description: "how the starts of a rate are spread: poisson or constant (default: poisson)",
    read: (text) => readChoice(text, ARRIVALS),
  },
  {
    kind: "value",
    name: "--latency-limit",
    placeholder: "<ms>",
    field: "latency_limit_ms",
    group: "How:",
    description: "skip and count starts later than this, in milliseconds; with --max-tries, try " +
      "no operation again that has taken longer",
    read: readCount,
  },
  {
    kind: "value",
    name: "--pipeline",
    placeholder: "<n>",
    field: "pipeline",
    group: "How:",
    description: "operations a connection sends before it waits (default: 1)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--max-tries",
    placeholder: "<n>",
    field: "max_tries",
    group: "How:",
    description: "tries of an operation that ends in a serialization failure or a deadlock; 0: " +
      "as many as there is time for (default: 1)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--max-workers",
    placeholder: "<n>",
    field: "max_workers",
    group: "How:",
    description: "most Web Workers that send load (default: one a CPU)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--batch-size",
    placeholder: "<n>",
    field: "batch_size",
    group: "How:",
    description: "rows in one COPY while loading (default: 10k)",
    read: readCount,
  },
];
