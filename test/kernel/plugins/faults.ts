import { currentMachine, fs, useMachine } from "../../../src/machine.ts";
import type { Libc } from "../../../src/netlink/socket/libc.ts";
import { useLibc } from "../../../src/netlink/socket/load-libc.ts";
import { NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END, NFNL_SUBSYS_NFTABLES } from "../../../src/netlink/uapi/nfnetlink.ts";

/** struct nlmsghdr, linux/netlink.h. */
const NLMSG_HDRLEN = 16;
const NLMSG_TYPE_OFFSET = 4;
/** More than there are NFT_MSG_*. */
const NO_MESSAGE = 0xff;

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
  readonly spares?: (at: number) => boolean;
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

/** What the store of leases, sysctls and namespaces are reached by. */
const FILE_CALLS = [
  "mkdirSync",
  "openSync",
  "writeSync",
  "writeFileSync",
  "fsyncSync",
  "linkSync",
  "renameSync",
  "unlinkSync",
  "readFileSync",
  "readdirSync",
  "readlinkSync",
] as const satisfies readonly (keyof typeof fs)[];

/** Runs `action` with one call to the file system refused: the disk is full. @returns as {@link withFault} */
export async function withFullDisk<T>(at: number, action: () => Promise<T>): Promise<[T, boolean]> {
  let count = 0;
  const faulty = FILE_CALLS.map((name) => {
    const call = fs[name] as (...args: unknown[]) => unknown;
    const counted = (...args: unknown[]): unknown => {
      count += 1;
      if (count !== at) return call(...args);
      const syscall = name.replace("Sync", "");
      const message = `ENOSPC: no space left on device, ${syscall}`;
      throw Object.assign(new RangeError(message), { code: "ENOSPC", errno: -28, syscall });
    };
    return [name, counted];
  });
  const restore = useMachine({ ...currentMachine(), fs: { ...fs, ...Object.fromEntries(faulty) } });
  try {
    return [await action(), count >= at];
  } finally {
    restore();
  }
}

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

/** Runs `action` with one operation of each transaction of nf_tables being one that the kernel does not know. @returns as {@link withFault} */
export async function withRefusedOperation<T>(libc: Libc, at: number, action: () => Promise<T>): Promise<[T, boolean]> {
  let isHit = false;
  const send: Libc["send"] = (fd, datagram, flags) => {
    const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
    let index = 0;
    for (let start = 0; start + NLMSG_HDRLEN <= datagram.length; index++) {
      const type = view.getUint16(start + NLMSG_TYPE_OFFSET, true);
      if (index === 0 && type !== NFNL_MSG_BATCH_BEGIN) break;
      if (index === at && type !== NFNL_MSG_BATCH_END) {
        view.setUint16(start + NLMSG_TYPE_OFFSET, (NFNL_SUBSYS_NFTABLES << 8) | NO_MESSAGE, true);
        isHit = true;
      }
      start += Math.ceil(view.getUint32(start, true) / 4) * 4;
    }
    return libc.send(fd, datagram, flags);
  };
  const restore = useLibc({ ...libc, send });
  try {
    return [await action(), isHit];
  } finally {
    restore();
  }
}
