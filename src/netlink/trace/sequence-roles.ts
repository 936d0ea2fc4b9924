import { NLMSG_ERROR, NLMSG_HDRLEN } from "../uapi/netlink.ts";
import { HOST_LITTLE_ENDIAN } from "../wire/byte-order.ts";

/** struct nlmsghdr: length u32, type u16, flags u16, seq u32, pid u32. */
const TYPE = 4;
const SEQ = 8;
/** The header of the request in an NLMSG_ERROR, behind its own and the errno. */
const REPEATED = NLMSG_HDRLEN + 4;

/**
 * Sequence numbers of a replay for those recorded: any may stand for another, but always the same for the same. One of
 * these a socket.
 */
export class SequenceRoles {
  readonly #actual = new Map<number, number>();
  readonly #recorded = new Map<number, number>();

  /** Whether two datagrams to the kernel are the same but for their sequence numbers, and those stand for each other. */
  matches(recorded: Uint8Array, actual: Uint8Array): boolean {
    if (recorded.length !== actual.length) return false;
    const copy = actual.slice();
    const headers = headersIn(recorded);
    for (const at of headers) copy.set(recorded.subarray(at + SEQ, at + SEQ + 4), at + SEQ);
    if (!recorded.every((byte, index) => byte === copy[index])) return false;
    return headers.every((at) => this.#pair(seqAt(recorded, at), seqAt(actual, at)));
  }

  /** A recorded datagram of the kernel as this replay has to be answered. */
  translate(recorded: Uint8Array): Uint8Array {
    const answer = recorded.slice();
    const view = viewOf(answer);
    for (const at of headersIn(recorded)) {
      const places = view.getUint16(at + TYPE, HOST_LITTLE_ENDIAN) === NLMSG_ERROR ? [at, at + REPEATED] : [at];
      for (const place of places) {
        if (place + NLMSG_HDRLEN > answer.length) continue;
        const seq = seqAt(recorded, place);
        view.setUint32(place + SEQ, this.#actual.get(seq) ?? seq, HOST_LITTLE_ENDIAN);
      }
    }
    return answer;
  }

  #pair(recorded: number, actual: number): boolean {
    if (!this.#actual.has(recorded)) this.#actual.set(recorded, actual);
    if (!this.#recorded.has(actual)) this.#recorded.set(actual, recorded);
    return this.#actual.get(recorded) === actual && this.#recorded.get(actual) === recorded;
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function seqAt(datagram: Uint8Array, header: number): number {
  return viewOf(datagram).getUint32(header + SEQ, HOST_LITTLE_ENDIAN);
}

/** Where the headers of a datagram's messages are; what is no message any more is left out. */
function headersIn(datagram: Uint8Array): readonly number[] {
  const view = viewOf(datagram);
  const headers: number[] = [];
  for (let at = 0; at + NLMSG_HDRLEN <= datagram.length; ) {
    headers.push(at);
    const length = view.getUint32(at, HOST_LITTLE_ENDIAN);
    if (length < NLMSG_HDRLEN) break;
    at += (length + 3) & ~3;
  }
  return headers;
}
