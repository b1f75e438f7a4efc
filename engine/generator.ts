/** The machine that sends the load. */
import os from "node:os";
import type { Circumstances } from "./circumstances.ts";
import { openLibc } from "./wire/native/libc.ts";

/** What is known of this machine. Needs `--allow-sys`. */
export function describeGenerator(): Circumstances["generator"] {
  const cpus = os.cpus();
  return {
    hostname: Deno.hostname(),
    os: `${Deno.build.os} ${Deno.osRelease()}`,
    arch: Deno.build.arch,
    cpu_model: cpus[0]?.model.trim() || "unknown",
    cpu_count: coreCount(),
    memory_bytes: Deno.systemMemoryInfo().total,
    sockets: openLibc() === undefined ? "deno" : "system",
  };
}

/** Cores that this process may use. */
export function coreCount(): number {
  return Math.max(1, navigator.hardwareConcurrency);
}
