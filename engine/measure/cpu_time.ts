/** CPU time spent so far, milliseconds: by this thread, by this process, by the whole machine. */
import os from "node:os";
import process from "node:process";

/** Of the calling thread. Linux tells it in steps of 10 ms. */
export function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Of all threads of this process. */
export function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Of all cores together. Interrupts and what a hypervisor took are in neither. */
export interface MachineCpu {
  readonly busyMs: number;
  readonly idleMs: number;
}

/**
 * Of the machine, by its kernel's count: `/proc/stat` on Linux. Null where it tells none. Needs
 * `--allow-sys`.
 */
export function machineCpu(): MachineCpu | null {
  let busyMs = 0;
  let idleMs = 0;
  for (const { times } of os.cpus()) {
    busyMs += times.user + times.nice + times.sys;
    idleMs += times.idle;
  }
  return busyMs + idleMs === 0 ? null : { busyMs, idleMs };
}
