import { createRequire } from "node:module";
import type { Libc } from "./libc.ts";
import { LibcError } from "./libc-error.ts";
import { anySockaddrNl, makeSockaddrNl, receiveFromKernel, SOCKADDR_NL_SIZE } from "./sockaddr-nl.ts";

/** {@link Libc} over koffi: Node 20 and later, no compiler and no install script needed. */
export function openLibcKoffi(): Libc {
  const { koffi, lib } = load();
  const bind = (signature: string): ((...args: unknown[]) => number) => lib.func(signature);
  const socket = bind("int socket(int domain, int type, int protocol)");
  const bindSocket = bind("int bind(int fd, const void *addr, uint32_t size)");
  const setsockopt = bind("int setsockopt(int fd, int level, int option, const void *value, uint32_t size)");
  const send = bind("long send(int fd, const void *bytes, size_t size, int flags)");
  const recvfrom = bind("long recvfrom(int fd, void *bytes, size_t size, int flags, void *addr, void *addrSize)");
  const poll = bind("int poll(void *fds, unsigned long count, int timeoutMs)");
  const setns = bind("int setns(int fd, int nstype)");
  const unshare = bind("int unshare(int flags)");
  const fcntl = lib.func("int fcntl(int fd, int command, ...)");
  const flock = bind("int flock(int fd, int operation)");

  // The kernel's convention: errno is read on the very next call, before anything else can run on this thread.
  const result = (value: number): number => (value < 0 ? -koffi.errno() : value);

  const sender = makeSockaddrNl();
  const int = new Int32Array(1);
  const pollFd = new Int32Array(2);

  return {
    ffi: "koffi",
    socket: (domain, type, protocol) => result(socket(domain, type, protocol)),
    bindNetlink: (fd) => result(bindSocket(fd, anySockaddrNl(), SOCKADDR_NL_SIZE)),
    setsockoptInt(fd, level, option, value) {
      int[0] = value;
      return result(setsockopt(fd, level, option, int, 4));
    },
    send: (fd, bytes, flags) => result(send(fd, bytes, bytes.length, flags)),
    recv: (fd, buffer, flags) =>
      receiveFromKernel(sender, flags, (each) =>
        result(recvfrom(fd, buffer, buffer.length, each, sender.words, sender.size)),
      ),
    poll(fd, events, timeoutMs) {
      pollFd[0] = fd;
      pollFd[1] = events;
      return result(poll(pollFd, 1, timeoutMs));
    },
    setns: (fd, nstype) => result(setns(fd, nstype)),
    unshare: (flags) => result(unshare(flags)),
    fcntl: (fd, command, argument) => result(fcntl(fd, command, "long", argument)),
    flock: (fd, operation) => result(flock(fd, operation)),
  };
}

interface Koffi {
  load(path: string | null): { func(signature: string): (...args: unknown[]) => number };
  errno(): number;
}

function load(): { koffi: Koffi; lib: ReturnType<Koffi["load"]> } {
  try {
    // require, not import: koffi is CommonJS, and so stays out of the bundle of the executable.
    const koffi = createRequire(import.meta.url)("koffi") as Koffi;
    // null: the symbols of the running process, whichever C library (glibc, musl) it was linked with.
    return { koffi, lib: koffi.load(null) };
  } catch (cause) {
    throw new LibcError("koffi", 0, {
      hint: "is the package `koffi` installed, with its optional dependencies?",
      cause,
    });
  }
}
