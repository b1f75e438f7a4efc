/** What is answered without a run. */
import type { Flag } from "./flag.ts";

export const ABOUT: readonly Flag[] = [
  {
    kind: "switch",
    name: "--list-workloads",
    group: "About:",
    description: "describe the built-in workloads",
  },
  { kind: "switch", name: "--help", short: "-h", group: "About:", description: "show this" },
  {
    kind: "switch",
    name: "--version",
    short: "-V",
    group: "About:",
    description: "show the version",
  },
];
