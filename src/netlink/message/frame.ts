import { HOST_LITTLE_ENDIAN } from "../wire/byte-order.ts";
import { WireError } from "../wire/codec.ts";
import { NLMSG_HDRLEN, nlmsghdr } from "./header.ts";

/** One message inside a datagram. Its view is the datagram's and holds only until the next receive. */
export interface Frame {
  readonly view: DataView;
  readonly type: number;
  readonly flags: number;
  readonly seq: number;
  /** Port id of the socket it answers, 0 for notifications of the kernel. */
  readonly pid: number;
  /** The body, after the header. */
  readonly start: number;
  readonly end: number;
}

const { len, type, flags, seq, pid } = nlmsghdr.offsets;

/**
 * Calls `handle` with the messages of one datagram in order. Between messages nlmsg_len is rounded up: nfnetlink sends
 * lengths that are no multiple of four. A callback, since a generator would cost as much as decoding a route.
 *
 * @throws {WireError} where a length leaves the datagram.
 */
export function forEachFrame(datagram: Uint8Array, handle: (frame: Frame) => void): void {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  let at = 0;
  while (at < view.byteLength) {
    const left = view.byteLength - at;
    const length = left < NLMSG_HDRLEN ? left : view.getUint32(at + len, HOST_LITTLE_ENDIAN);
    if (length < NLMSG_HDRLEN || length > left) {
      throw new WireError(
        `message length ${length} at offset ${at} does not fit the ${left} bytes of the datagram left`,
      );
    }
    handle({
      view,
      type: view.getUint16(at + type, HOST_LITTLE_ENDIAN),
      flags: view.getUint16(at + flags, HOST_LITTLE_ENDIAN),
      seq: view.getUint32(at + seq, HOST_LITTLE_ENDIAN),
      pid: view.getUint32(at + pid, HOST_LITTLE_ENDIAN),
      start: at + NLMSG_HDRLEN,
      end: at + length,
    });
    at += (length + 3) & ~3;
  }
}
