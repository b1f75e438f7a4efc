/** Where, when and with what the peers were measured. */
import { coreCount, describeGenerator } from "../engine/generator.ts";
import { byteSize } from "../engine/report/number_format.ts";
import { VERSION } from "../engine/version.ts";

export interface PageCircumstances {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly command: string;
  readonly machine: string;
  readonly cores: number;
  /** The machine's load average over a minute before the first run. */
  readonly loadAverage: number;
  readonly lakebench: string;
  readonly deno: string;
  readonly server: string;
  readonly pgbench: string;
}

/** The circumstances of now. Needs `--allow-sys`. */
export function observeCircumstances(
  args: readonly string[],
  versions: { readonly server: string; readonly pgbench: string },
): PageCircumstances {
  const { os, arch, cpu_model, memory_bytes } = describeGenerator();
  return {
    date: new Date().toISOString(),
    command: ["deno task bench:peers", ...args].join(" "),
    machine: `${cpu_model}, ${byteSize(memory_bytes)} of memory, ${os} ${arch}`,
    cores: coreCount(),
    loadAverage: Deno.loadavg()[0] ?? NaN,
    lakebench: VERSION,
    deno: Deno.version.deno,
    ...versions,
  };
}
