import type { Machine } from "../../src/machine.ts";
import { describeDatagram, type MessageDescription } from "../../src/netlink/describe/index.ts";
import type { Libc } from "../../src/netlink/socket/libc.ts";
import { acknowledge, refuse } from "../../src/netlink/testing/index.ts";
import { ENOBUFS, errnoName } from "../../src/netlink/uapi/errno.ts";
import { NETLINK_ROUTE, NLM_F_ACK, NLM_F_DUMP, NLM_F_DUMP_INTR } from "../../src/netlink/uapi/netlink.ts";
import { MSG_PEEK } from "../../src/netlink/uapi/socket.ts";
import { HOST_LITTLE_ENDIAN } from "../../src/netlink/wire/byte-order.ts";

/** What the kernel is made to say. The bytes have its form; the trace's header says that they are not its own. */
export type Fault =
  /** The first request of this name is not carried out, but refused. */
  | { readonly refuse: string; readonly errno: number; readonly msg?: string }
  /** Every message of the first dump carries NLM_F_DUMP_INTR. */
  | { readonly dump: "interrupted" }
  /** ENOBUFS instead of the first datagram of a dump. */
  | { readonly dump: "overrun" }
  /** ENOSPC of the first call of this name. */
  | { readonly disk: "writeFileSync" | "mkdirSync" | "writeSync" };

/** The lower byte of nlmsg_flags. */
const FLAGS = HOST_LITTLE_ENDIAN ? 6 : 7;

/** For the trace's header. */
export function noteOf(fault: Fault): string {
  if ("refuse" in fault) {
    return `not the kernel's own: ${errnoName(fault.errno)} in answer to the first ${fault.refuse}, which was not sent`;
  }
  if ("disk" in fault) return `not the kernel's own: ENOSPC of the first ${fault.disk}, which was not made`;
  const what =
    fault.dump === "overrun" ? "ENOBUFS at the beginning of the first dump" : "NLM_F_DUMP_INTR in the first dump";
  return `not the kernel's own: ${what}`;
}

/** A machine whose disk is full, where that is the fault. */
export function faultyMachine(machine: Machine, fault: Fault | undefined): Machine {
  if (fault === undefined || !("disk" in fault)) return machine;
  let isDone = false;
  const original = machine.fs[fault.disk] as (...args: readonly unknown[]) => unknown;
  const faulty = (...args: readonly unknown[]): unknown => {
    if (isDone) return original(...args);
    isDone = true;
    const syscall = fault.disk === "mkdirSync" ? "mkdir" : "write";
    const message = `ENOSPC: no space left on device, ${syscall}`;
    throw Object.assign(new RangeError(message), { code: "ENOSPC", errno: -28, syscall });
  };
  return { ...machine, fs: { ...machine.fs, [fault.disk]: faulty } };
}

/** A libc that says it. */
export function faultyLibc(libc: Libc, fault: Fault | undefined): Libc {
  if (fault === undefined || "disk" in fault) return libc;
  return "refuse" in fault ? refusingLibc(libc, fault) : dumpingLibc(libc, fault.dump);
}

function refusingLibc(libc: Libc, fault: Extract<Fault, { refuse: string }>): Libc {
  const protocols = new Map<number, number>();
  const answers: Uint8Array[] = [];
  let isDone = false;
  return {
    ...libc,
    socket(domain, type, protocol) {
      const fd = libc.socket(domain, type, protocol);
      protocols.set(fd, protocol);
      return fd;
    },
    send(fd, bytes, flags) {
      const messages = isDone ? [] : describeDatagram(protocols.get(fd) ?? 0, bytes);
      const refused = messages.find(({ name }) => name === fault.refuse);
      if (refused === undefined) return libc.send(fd, bytes, flags);
      isDone = true;
      const extAck = fault.msg === undefined ? {} : { msg: fault.msg };
      answers.push(refuse(requestOf(refused, bytes), fault.errno, extAck));
      // A batch is answered as a whole: its last message is acknowledged although nothing was done.
      const last = messages.find((message) => message !== refused && (message.flagBits & NLM_F_ACK) !== 0);
      if (last !== undefined) answers.push(acknowledge(requestOf(last, bytes)));
      return bytes.length;
    },
    recv(fd, buffer, flags) {
      const [answer] = answers;
      if (answer === undefined) return libc.recv(fd, buffer, flags);
      if ((flags & MSG_PEEK) === 0) answers.shift();
      buffer.set(answer.subarray(0, buffer.length));
      return answer.length;
    },
  };
}

function requestOf({ seq, type, offset, length }: MessageDescription, datagram: Uint8Array) {
  return { seq, type, bytes: datagram.subarray(offset, offset + length) } as Parameters<typeof refuse>[0];
}

function dumpingLibc(libc: Libc, how: "interrupted" | "overrun"): Libc {
  let isDump = false;
  let isDone = false;
  return {
    ...libc,
    send(fd, bytes, flags) {
      const [first] = describeDatagram(NETLINK_ROUTE, bytes);
      isDump = ((first?.flagBits ?? 0) & NLM_F_DUMP) === NLM_F_DUMP;
      return libc.send(fd, bytes, flags);
    },
    recv(fd, buffer, flags) {
      if (isDone || !isDump) return libc.recv(fd, buffer, flags);
      if (how === "overrun") {
        isDone = true;
        return -ENOBUFS;
      }
      const size = libc.recv(fd, buffer, flags);
      if (size < 0 || (flags & MSG_PEEK) !== 0) return size;
      const messages = describeDatagram(NETLINK_ROUTE, buffer.slice(0, size));
      for (const { offset } of messages) buffer[offset + FLAGS] = (buffer[offset + FLAGS] ?? 0) | NLM_F_DUMP_INTR;
      isDone = messages.some(({ name }) => name === "NLMSG_DONE");
      return size;
    },
  };
}
