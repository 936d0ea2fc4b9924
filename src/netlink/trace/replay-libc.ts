import type { Libc } from "../socket/libc.ts";
import { ENOSYS } from "../uapi/errno.ts";
import { MSG_PEEK } from "../uapi/socket.ts";
import type { ReplayScript } from "./replay-script.ts";
import { SequenceRoles } from "./sequence-roles.ts";

/** A libc that answers from a trace, and calls nothing. Every call throws {@link ReplayDifference} where another was recorded. */
export function replayLibc(script: ReplayScript): Libc {
  const sockets = new Map<number, SequenceRoles>();
  const rolesOf = (descriptor: number): SequenceRoles => {
    const roles = sockets.get(descriptor) ?? new SequenceRoles();
    sockets.set(descriptor, roles);
    return roles;
  };
  return {
    ffi: "koffi",
    socket(domain, type, protocol) {
      const { result } = script.take("socketOpened", { domain, type, protocol });
      // A descriptor that was closed may be given again.
      sockets.delete(result);
      return result;
    },
    bindNetlink: (descriptor) => script.take("socketBound", { descriptor }).result,
    setsockoptInt: (descriptor, level, option, value) =>
      script.take("optionSet", { descriptor, level, option, value }).result,
    send(descriptor, bytes) {
      const asked = { descriptor, bytes };
      const roles = rolesOf(descriptor);
      const recorded = script.peek("sent");
      if (recorded?.descriptor !== descriptor || !roles.matches(recorded.bytes, bytes)) {
        return script.differ({ kind: "sent", asked: { ...asked, bytes: bytes.slice() } });
      }
      const { result } = script.take("sent", { descriptor });
      return result < 0 ? result : bytes.length;
    },
    recv(descriptor, buffer, flags) {
      const next = script.peek("received");
      const isLook = (flags & MSG_PEEK) !== 0 && next?.descriptor === descriptor && next.result >= 0;
      const recorded = isLook ? next : script.take("received", { descriptor });
      if (recorded.result < 0) return recorded.result;
      const datagram = rolesOf(descriptor).translate(recorded.bytes);
      buffer.set(datagram.subarray(0, buffer.length));
      return recorded.fullLength ?? datagram.length;
    },
    poll: (descriptor, events) => script.take("polled", { descriptor, events }).result,
    setns: (descriptor, type) => script.take("namespaceEntered", { descriptor, type }).result,
    unshare: (flags) => script.take("namespaceMade", { flags }).result,
    // Of event-driven sockets only, whose datagrams `replayFrom` plays back.
    fcntl: () => -ENOSYS,
    flock: (descriptor, operation) => script.take("fileLocked", { descriptor, operation }).result,
  };
}
