import type { Libc } from "../socket/libc.ts";
import { MSG_PEEK } from "../uapi/socket.ts";
import type { TraceOutput } from "./trace-output.ts";

/** Where the recorded thread is, and what its descriptors are. */
export interface Whereabouts {
  /** Paths of open files, by descriptor. */
  readonly paths: Map<number, string>;
  /** The namespace entered last, empty at home. */
  namespace: string;
}

/** The thread's own namespace, which `inNetns` comes back to. */
const OWN_NETNS = "/proc/thread-self/ns/net";

/** A libc that writes down every call, in front of another. Looking only at a datagram's size is no event of its own. */
export function recordLibc(libc: Libc, output: TraceOutput, whereabouts: Whereabouts): Libc {
  return {
    ...libc,
    socket(domain, type, protocol) {
      const result = libc.socket(domain, type, protocol);
      const { namespace } = whereabouts;
      output.write("socketOpened", { domain, type, protocol, result, namespace });
      return result;
    },
    bindNetlink(descriptor) {
      const result = libc.bindNetlink(descriptor);
      output.write("socketBound", { descriptor, result });
      return result;
    },
    setsockoptInt(descriptor, level, option, value) {
      const result = libc.setsockoptInt(descriptor, level, option, value);
      output.write("optionSet", { descriptor, level, option, value, result });
      return result;
    },
    send(descriptor, bytes, flags) {
      output.flush();
      const result = libc.send(descriptor, bytes, flags);
      output.write("sent", { descriptor, bytes, result: Math.min(result, 0) });
      return result;
    },
    recv(descriptor, buffer, flags) {
      const size = libc.recv(descriptor, buffer, flags);
      if (size < 0) output.write("received", { descriptor, result: size });
      else if ((flags & MSG_PEEK) === 0) writeReceived(output, descriptor, { size, buffer });
      return size;
    },
    poll(descriptor, events, timeoutMs) {
      output.flush();
      const result = libc.poll(descriptor, events, timeoutMs);
      output.write("polled", { descriptor, events, timeoutMs, result });
      return result;
    },
    setns(descriptor, type) {
      const result = libc.setns(descriptor, type);
      const path = whereabouts.paths.get(descriptor) ?? "";
      if (result >= 0) whereabouts.namespace = path === OWN_NETNS ? "" : path;
      output.write("namespaceEntered", { path, descriptor, type, result });
      return result;
    },
    unshare(flags) {
      const result = libc.unshare(flags);
      output.write("namespaceMade", { flags, result });
      return result;
    },
    flock(descriptor, operation) {
      output.flush();
      const result = libc.flock(descriptor, operation);
      output.write("fileLocked", { descriptor, operation, result });
      return result;
    },
  };
}

function writeReceived(
  output: TraceOutput,
  descriptor: number,
  { size, buffer }: { size: number; buffer: Uint8Array },
): void {
  const bytes = buffer.subarray(0, size);
  output.write("received", { descriptor, bytes, ...(size > buffer.length ? { fullLength: size } : {}) });
}
