import { IFLA_INFO_KIND, IFLA_INFO_SLAVE_KIND } from "../../../../src/netlink/uapi/if_link.ts";
import { NLA_TYPE_MASK } from "../../../../src/netlink/uapi/netlink.ts";
import { HOST_LITTLE_ENDIAN } from "../../../../src/netlink/wire/byte-order.ts";

const NLMSG_HDRLEN = 16;
const HEADERS = 32;

/**
 * A message of links as text, without the two things in which messages may differ and mean the same: NLA_F_NESTED, which
 * this library sets on every nest, the kernel on new ones, and iproute2 on few; and the NUL after IFLA_INFO_KIND and
 * IFLA_INFO_SLAVE_KIND, which iproute2 leaves out. The nlmsghdr is not part of it.
 */
export function normalise(message: Uint8Array): string {
  const fixed = Buffer.from(message.subarray(NLMSG_HDRLEN, HEADERS)).toString("hex");
  return [fixed, ...attributes(message.subarray(HEADERS), 0)].join("\n");
}

/** A line for each attribute, those inside of nests after it. */
function attributes(bytes: Uint8Array, depth: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lines: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = view.getUint16(at, HOST_LITTLE_ENDIAN);
    const type = view.getUint16(at + 2, HOST_LITTLE_ENDIAN) & NLA_TYPE_MASK;
    const payload = bytes.subarray(at + 4, at + length);
    const indented = `${" ".repeat(depth)}${type}`;
    const isKind = depth === 1 && (type === IFLA_INFO_KIND || type === IFLA_INFO_SLAVE_KIND);
    const hex = Buffer.from(payload).toString("hex");
    if (looksNested(payload)) lines.push(`${indented}:`, ...attributes(payload, depth + 1));
    else lines.push(`${indented} ${isKind ? hex.replace(/00$/, "") : hex}`);
    const next = at + ((length + 3) & ~3);
    const padding = bytes.subarray(at + length, next);
    if (padding.some(Boolean)) lines.push(`${indented} padding ${Buffer.from(padding).toString("hex")}`);
    at = next;
  }
  return lines;
}

/** Whether bytes could be attributes one after the other: those are taken apart, on both sides of a comparison alike. */
function looksNested(payload: Uint8Array): boolean {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  let at = 0;
  while (at + 4 <= payload.length) {
    const length = view.getUint16(at, HOST_LITTLE_ENDIAN);
    if (length < 4 || at + length > payload.length) return false;
    at += (length + 3) & ~3;
  }
  return payload.length >= 4 && at >= payload.length;
}
