/**
 * The few calls of the C library that a load needs, on Linux.
 *
 * Deno's own sockets cost each operation two turns of an event loop. Calling the system directly
 * takes a third of the CPU time off an operation: see `docs/performance.md`. Where the library may
 * not be opened, or isn't there, Deno's sockets do the same work.
 */

const SYMBOLS = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
  send: { parameters: ["i32", "buffer", "u32", "i32"], result: "i32" },
  recv: { parameters: ["i32", "buffer", "u32", "i32"], result: "i32" },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epoll_wait: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
  timerfd_create: { parameters: ["i32", "i32"], result: "i32" },
  timerfd_settime: { parameters: ["i32", "i32", "buffer", "pointer"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
  memcpy: { parameters: ["buffer", "pointer", "usize"], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;

/**
 * Where distributions keep it. By path, since a permission is given to a path; the tasks in
 * `deno.json` name the same ones.
 */
export const LIBC_PLACES: readonly string[] = [
  Deno.build.arch === "x86_64"
    ? "/lib/x86_64-linux-gnu/libc.so.6"
    : "/lib/aarch64-linux-gnu/libc.so.6",
  "/lib64/libc.so.6",
  "/usr/lib/libc.so.6",
];

export type Libc = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

let opened: Libc | undefined | null = null;

/** The library, or `undefined` where it can't be had: another system, or no permission. */
export function openLibc(): Libc | undefined {
  if (opened !== null) return opened;
  return opened = Deno.build.os === "linux" ? firstThatOpens() : undefined;
}

function firstThatOpens(): Libc | undefined {
  for (const path of LIBC_PLACES) {
    if (Deno.permissions.querySync({ name: "ffi", path }).state !== "granted") continue;
    try {
      return Deno.dlopen(path, SYMBOLS).symbols;
    } catch {
      // Not there, or another C library than this one: the next place, or Deno's sockets.
    }
  }
  return undefined;
}

/** Values of the Linux system call interface that are the same on x86-64 and ARM. */
export const Linux = {
  AF_INET: 2,
  AF_INET6: 10,
  SOCK_STREAM: 1,
  SOCK_NONBLOCK: 0x800,
  SOCK_CLOEXEC: 0x80000,
  SOL_SOCKET: 1,
  SO_ERROR: 4,
  IPPROTO_TCP: 6,
  TCP_NODELAY: 1,
  MSG_NOSIGNAL: 0x4000,
  EPOLL_CLOEXEC: 0x80000,
  EPOLL_CTL_ADD: 1,
  EPOLLIN: 0x1,
  EPOLLOUT: 0x4,
  EPOLLERR: 0x8,
  EPOLLHUP: 0x10,
  EPOLLRDHUP: 0x2000,
  EPOLLET: 0x80000000,
  CLOCK_MONOTONIC: 1,
  TFD_NONBLOCK: 0x800,
  TFD_CLOEXEC: 0x80000,
  EINTR: 4,
  EAGAIN: 11,
  EINPROGRESS: 115,
} as const;

/** Bytes of `struct epoll_event`, which is packed on x86-64 only, and where its data starts. */
export const EPOLL_EVENT = Deno.build.arch === "x86_64"
  ? { size: 12, data: 4 } as const
  : { size: 16, data: 8 } as const;

const ERRORS = new Map<number, readonly [code: string, words: string]>([
  [1, ["EPERM", "Operation not permitted"]],
  [13, ["EACCES", "Permission denied"]],
  [24, ["EMFILE", "Too many open files"]],
  [32, ["EPIPE", "Broken pipe"]],
  [99, ["EADDRNOTAVAIL", "Cannot assign requested address"]],
  [101, ["ENETUNREACH", "Network is unreachable"]],
  [103, ["ECONNABORTED", "Software caused connection abort"]],
  [104, ["ECONNRESET", "Connection reset by peer"]],
  [110, ["ETIMEDOUT", "Connection timed out"]],
  [111, ["ECONNREFUSED", "Connection refused"]],
  [113, ["EHOSTUNREACH", "No route to host"]],
]);

/** A failed system call. `code` is as in Deno's and Node's errors: `ECONNRESET`. */
export class SystemError extends Error {
  override readonly name = "SystemError";
  readonly code: string;

  constructor(call: string, errno: number) {
    const [code, words] = ERRORS.get(errno) ?? [`errno ${errno}`, `${call} failed`];
    super(`${words} (${code === `errno ${errno}` ? code : `os error ${errno}`})`);
    this.code = code;
  }
}

const reason = new Int32Array(1);

/**
 * Why the last call of this thread failed. It is copied out by the library itself: reading memory from
 * here would need the permission to open any library.
 */
export function errno(libc: Libc): number {
  libc.memcpy(reason, libc.__errno_location(), BigInt(reason.byteLength));
  return reason[0] ?? 0;
}
