/** Who used the cores of the generator's machine while a level ran. */
import type { MachineShares } from "./result.ts";
import { type MachineCpu, machineCpu, processCpuMs } from "./measure/cpu_time.ts";

/** CPU time used so far, milliseconds. */
export interface CpuReading {
  readonly machine: MachineCpu | null;
  /** This process. */
  readonly generatorMs: number;
  /** The server's processes on this machine; null where that can't be known. */
  readonly serverMs: number | null;
}

/** @param serverMs the server's part, 0 where it runs on another machine */
export function readCpu(serverMs: number | null): CpuReading {
  return { machine: machineCpu(), generatorMs: processCpuMs(), serverMs };
}

/** The shares between two readings. Null where the machine tells none. */
export function sharesBetween(before: CpuReading, after: CpuReading): MachineShares | null {
  if (before.machine === null || after.machine === null) return null;
  const busyMs = after.machine.busyMs - before.machine.busyMs;
  const idleMs = after.machine.idleMs - before.machine.idleMs;
  const totalMs = busyMs + idleMs;
  if (totalMs <= 0) return null;
  const generatorMs = after.generatorMs - before.generatorMs;
  const serverMs = before.serverMs === null || after.serverMs === null
    ? null
    : after.serverMs - before.serverMs;
  const pct = (ms: number) => Math.min(100, Math.max(0, 100 * ms / totalMs));
  return {
    generator_pct: pct(generatorMs),
    server_pct: serverMs === null ? null : pct(serverMs),
    others_pct: serverMs === null ? null : pct(busyMs - generatorMs - serverMs),
    idle_pct: pct(idleMs),
  };
}
