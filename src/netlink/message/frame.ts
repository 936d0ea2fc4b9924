import { NLMSG_HDRLEN } from "../uapi/netlink.ts";
import { HOST_LITTLE_ENDIAN } from "../wire/byte-order.ts";
import { WireError } from "../wire/codec.ts";
import { nlmsghdr } from "./header.ts";

/** One message inside a datagram. It holds only during the call that it is given to: the next message takes its place. */
export interface Frame {
  readonly view: DataView;
  readonly type: number;
  readonly flags: number;
  /** Of the request that it answers; 0 of most notifications. */
  readonly seq: number;
  /** The body, after the header. */
  readonly start: number;
  readonly end: number;
}

const { len, type, flags, seq } = nlmsghdr.offsets;

/**
 * Calls `handle` with the messages of one datagram in order. Between messages nlmsg_len is rounded up: nfnetlink sends
 * lengths that are no multiple of four. A callback, and one object for all frames: a generator, or an object for each,
 * would cost as much as decoding a route, and a third of listing a large table is collecting garbage.
 *
 * @throws {WireError} where a length leaves the datagram.
 */
export function forEachFrame(datagram: Uint8Array, handle: (frame: Frame) => void): void {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const frame = { view, type: 0, flags: 0, seq: 0, start: 0, end: 0 };
  let at = 0;
  while (at < view.byteLength) {
    const left = view.byteLength - at;
    const length = left < NLMSG_HDRLEN ? left : view.getUint32(at + len, HOST_LITTLE_ENDIAN);
    if (length < NLMSG_HDRLEN || length > left) {
      throw new WireError(
        `message length ${length} at offset ${at} does not fit the ${left} bytes of the datagram left`,
      );
    }
    frame.type = view.getUint16(at + type, HOST_LITTLE_ENDIAN);
    frame.flags = view.getUint16(at + flags, HOST_LITTLE_ENDIAN);
    frame.seq = view.getUint32(at + seq, HOST_LITTLE_ENDIAN);
    frame.start = at + NLMSG_HDRLEN;
    frame.end = at + length;
    handle(frame);
    at += (length + 3) & ~3;
  }
}
