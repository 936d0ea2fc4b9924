import type { Libc } from "../../../src/netlink/socket/libc.ts";
import { useLibc } from "../../../src/netlink/socket/load-libc.ts";

type SystemCall = Exclude<keyof Libc, "ffi">;

/**
 * How a call fails: `refused`, it is not made; `lost`, it is made and reported as failed: what was sent has arrived, what
 * was received is gone.
 */
export interface FaultKind {
  readonly how: "refused" | "lost";
  /** Positive. */
  readonly errno: number;
  readonly calls: readonly SystemCall[];
  /** Calls, counted from 1, that cannot fail so. */
  readonly skip?: (at: number) => boolean;
}

export interface Fault extends FaultKind {
  /** Which of the calls fails, from 1. */
  readonly at: number;
}

const NAMES = [
  "socket",
  "bindNetlink",
  "setsockoptInt",
  "send",
  "recv",
  "poll",
  "setns",
  "unshare",
  "flock",
] as const satisfies readonly SystemCall[];

export const ALL_CALLS: readonly SystemCall[] = NAMES;

/** Runs `action` with one system call failing. @returns what it returned, and whether there was such a call */
export async function withFault<T>(libc: Libc, fault: Fault, action: () => Promise<T>): Promise<[T, boolean]> {
  let count = 0;
  const faulty = new Proxy(libc, {
    get(target, name) {
      const original: unknown = Reflect.get(target, name);
      if (typeof original !== "function" || !fault.calls.includes(name as SystemCall)) return original;
      return (...args: unknown[]) => {
        count += 1;
        const isHit = count === fault.at;
        if (isHit && fault.how === "refused") return -fault.errno;
        const result: unknown = original.apply(target, args);
        return isHit ? -fault.errno : result;
      };
    },
  });
  const restore = useLibc(faulty);
  try {
    return [await action(), count >= fault.at];
  } finally {
    restore();
  }
}
