import { dlopen, ptr, read } from "bun:ffi";
import type { Libc } from "./libc.ts";
import { LibcError } from "./libc-error.ts";
import { anySockaddrNl, makeSockaddrNl, receiveFromKernel, SOCKADDR_NL_SIZE } from "./sockaddr-nl.ts";

/** {@link Libc} over bun:ffi: Bun and the compiled executable; nothing is written to disk to load it. */
export function openLibcBun(): Libc {
  const c = load();
  // __errno_location is per thread and all calls are made on the JavaScript thread, so its address never changes.
  const errnoAddress = c.__errno_location();
  const result = (value: number | bigint): number =>
    value < 0 ? -read.i32(errnoAddress as Parameters<typeof read.i32>[0]) : Number(value);

  const sender = makeSockaddrNl();
  const int = new Int32Array(1);
  const pollFd = new Int32Array(2);

  return {
    ffi: "bun:ffi",
    socket: (domain, type, protocol) => result(c.socket(domain, type, protocol)),
    bindNetlink: (fd) => result(c.bind(fd, ptr(anySockaddrNl()), SOCKADDR_NL_SIZE)),
    setsockoptInt(fd, level, option, value) {
      int[0] = value;
      return result(c.setsockopt(fd, level, option, ptr(int), 4));
    },
    send: (fd, bytes, flags) => result(c.send(fd, ptr(bytes), bytes.length, flags)),
    recv: (fd, buffer, flags) =>
      receiveFromKernel(sender, flags, (each) =>
        result(c.recvfrom(fd, ptr(buffer), buffer.length, each, ptr(sender.words), ptr(sender.size))),
      ),
    poll(fd, events, timeoutMs) {
      pollFd[0] = fd;
      pollFd[1] = events;
      return result(c.poll(ptr(pollFd), 1, timeoutMs));
    },
    setns: (fd, nstype) => result(c.setns(fd, nstype)),
    unshare: (flags) => result(c.unshare(flags)),
    fcntl: (fd, command, argument) => result(c.fcntl(fd, command, argument)),
    flock: (fd, operation) => result(c.flock(fd, operation)),
  };
}

const SYMBOLS = {
  __errno_location: { args: [], returns: "ptr" },
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  bind: { args: ["i32", "ptr", "u32"], returns: "i32" },
  setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
  send: { args: ["i32", "ptr", "u64_fast", "i32"], returns: "i64_fast" },
  recvfrom: { args: ["i32", "ptr", "u64_fast", "i32", "ptr", "ptr"], returns: "i64_fast" },
  poll: { args: ["ptr", "u64_fast", "i32"], returns: "i32" },
  setns: { args: ["i32", "i32"], returns: "i32" },
  unshare: { args: ["i32"], returns: "i32" },
  // Variable arguments are passed as named ones are, in the calling conventions of Linux on x86-64 and arm64.
  fcntl: { args: ["i32", "i32", "i64_fast"], returns: "i32" },
  flock: { args: ["i32", "i32"], returns: "i32" },
} as const;

/** The soname of glibc, then those of musl. */
const SONAMES = ["libc.so.6", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"];

function load(): Record<keyof typeof SYMBOLS, (...args: unknown[]) => number> {
  let cause: unknown;
  for (const soname of SONAMES) {
    try {
      return dlopen(soname, SYMBOLS).symbols;
    } catch (error) {
      cause ??= error;
    }
  }
  throw new LibcError("dlopen", 0, { subject: SONAMES.join(", "), cause });
}
