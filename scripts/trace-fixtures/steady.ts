import { currentMachine, type FileSystem, type Machine } from "../../src/machine.ts";
import type { Libc } from "../../src/netlink/socket/libc.ts";
import { RTM_NEWADDR, RTM_NEWLINK } from "../../src/netlink/uapi/rtnetlink.ts";
import { HOST_LITTLE_ENDIAN } from "../../src/netlink/wire/byte-order.ts";

/** linux/fcntl.h */
const F_DUPFD_CLOEXEC = 1030;

/** Node's own descriptors are below. */
const FIRST_DESCRIPTOR = 100;

/** The lowest number free beyond Node's own, which depend on what its threads are at. */
function steadyDescriptor(libc: Libc, fs: FileSystem, descriptor: number): number {
  if (descriptor < 0) return descriptor;
  const steady = libc.fcntl(descriptor, F_DUPFD_CLOEXEC, FIRST_DESCRIPTOR);
  fs.closeSync(descriptor);
  return steady;
}

/**
 * The kernel brings carriers and addresses up in the background. Whether a plugin has to wait for that is a matter of
 * microseconds, and here of none: it is over before the plugin goes on.
 */
const SETTLE_MS = 60;
const STARTS_WORK: readonly number[] = [RTM_NEWLINK, RTM_NEWADDR];

function settle(datagram: Uint8Array): void {
  const type = new DataView(datagram.buffer, datagram.byteOffset).getUint16(4, HOST_LITTLE_ENDIAN);
  if (STARTS_WORK.includes(type)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLE_MS);
}

/** A libc whose sockets have the same numbers every time, and whose kernel has settled. */
export function steadyLibc(libc: Libc): Libc {
  const { fs } = currentMachine();
  return {
    ...libc,
    send(descriptor, bytes, flags) {
      const sent = libc.send(descriptor, bytes, flags);
      settle(bytes);
      return sent;
    },
    socket: (domain, type, protocol) => steadyDescriptor(libc, fs, libc.socket(domain, type, protocol)),
  };
}

/** A machine whose files do, with a clock that counts how often it is looked at, and values that only look random. */
export function steadyMachine(libc: Libc): Machine {
  const { fs } = currentMachine();
  let nowMs = 0;
  let seed = 1;
  const openSync: FileSystem["openSync"] = (...args) => steadyDescriptor(libc, fs, fs.openSync(...args));
  return {
    fs: { ...fs, openSync },
    now: () => ++nowMs / 1000,
    randomBytes: (size) =>
      Uint8Array.from({ length: size }, () => {
        // Numerical Recipes' generator, its high bits.
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return seed >>> 24;
      }),
  };
}
