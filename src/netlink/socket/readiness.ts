import { isMainThread } from "node:worker_threads";
import { F_GETFL, F_SETFL, F_SETOWN, F_SETSIG, FASYNC } from "../uapi/asm-fcntl.ts";
import { SIGURG } from "../uapi/asm-signal.ts";
import type { Libc } from "./libc.ts";
import { checkLibc } from "./libc-error.ts";
import { TransportError } from "./transport-error.ts";

/**
 * A signal costs neither a thread nor a timer. SIGURG, since a process that does not listen ignores it: one that arrives
 * late ends nothing. It carries no descriptor, and several may come as one, so everybody who waits looks for himself.
 */
const SIGNAL = "SIGURG";

/** A signal may be blocked in a process by the one that started it (sigprocmask(2) is inherited). Then this is how often they look. */
const LOOK_EVERY_MS = 1000;

const sleepers = new Set<() => void>();
let watched = 0;

function wakeAll(): void {
  for (const wake of [...sleepers]) wake();
}

/** @throws {TransportError} in a worker thread of Node, which gets no signals */
export function expectSignals(): void {
  if (!isMainThread) throw new TransportError("system", "event-driven sockets are for the main thread");
}

/**
 * Has the kernel tell this process when something comes to the descriptor, until it is disposed of; closing the descriptor
 * does not do that.
 *
 * @throws {LibcError}
 */
export function watchReadable(libc: Libc, fd: number): Disposable {
  checkLibc(libc.fcntl(fd, F_SETOWN, process.pid), "fcntl", { subject: "F_SETOWN" });
  checkLibc(libc.fcntl(fd, F_SETSIG, SIGURG), "fcntl", { subject: "F_SETSIG" });
  const flags = checkLibc(libc.fcntl(fd, F_GETFL, 0), "fcntl", { subject: "F_GETFL" });
  if (watched === 0) process.on(SIGNAL, wakeAll);
  watched += 1;
  let watching = true;
  const watch = {
    [Symbol.dispose]() {
      if (watching) watched -= 1;
      if (watching && watched === 0) process.off(SIGNAL, wakeAll);
      watching = false;
    },
  };
  const result = libc.fcntl(fd, F_SETFL, flags | FASYNC);
  if (result < 0) watch[Symbol.dispose]();
  checkLibc(result, "fcntl", { subject: "F_SETFL" });
  return watch;
}

/**
 * Waits until it is worth looking at descriptors that are watched, at most `timeoutMs`. Whoever has just looked, and calls
 * this before anything else can run, misses nothing. Keeps the process alive.
 */
export function untilReadable(timeoutMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      sleepers.delete(wake);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, Math.min(timeoutMs, LOOK_EVERY_MS));
    sleepers.add(wake);
    signal?.addEventListener("abort", wake);
  });
}
