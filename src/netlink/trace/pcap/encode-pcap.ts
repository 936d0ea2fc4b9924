import { ARPHRD_NETLINK } from "../../uapi/if_arp.ts";
import {
  COOKED_HEADER_SIZE,
  FILE_HEADER_SIZE,
  LINKTYPE_NETLINK,
  MAGIC_NANOSECONDS,
  PACKET_TYPES,
  RECORD_HEADER_SIZE,
  SNAPLEN,
  VERSION_MAJOR,
  VERSION_MINOR,
} from "./pcap-format.ts";
import type { PcapPacket } from "./pcap-packet.ts";

const NS_PER_SECOND = 1_000_000_000n;
const HEADERS_SIZE = RECORD_HEADER_SIZE + COOKED_HEADER_SIZE;

/** The bytes of a pcap file, little-endian and with nanoseconds, as a capture on an nlmon device has them. */
export function encodePcap(packets: readonly (PcapPacket & { direction: "sent" | "received" })[]): Uint8Array {
  const size = packets.reduce((sum, { bytes }) => sum + HEADERS_SIZE + bytes.length, FILE_HEADER_SIZE);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  view.setUint32(0, MAGIC_NANOSECONDS, true);
  view.setUint16(4, VERSION_MAJOR, true);
  view.setUint16(6, VERSION_MINOR, true);
  view.setUint32(16, SNAPLEN, true);
  view.setUint32(20, LINKTYPE_NETLINK, true);
  let at = FILE_HEADER_SIZE;
  for (const { timeNs, protocol, direction, bytes, fullLength } of packets) {
    view.setUint32(at, Number(timeNs / NS_PER_SECOND), true);
    view.setUint32(at + 4, Number(timeNs % NS_PER_SECOND), true);
    view.setUint32(at + 8, COOKED_HEADER_SIZE + bytes.length, true);
    view.setUint32(at + 12, COOKED_HEADER_SIZE + fullLength, true);
    const cooked = at + RECORD_HEADER_SIZE;
    view.setUint16(cooked, PACKET_TYPES[direction], false);
    view.setUint16(cooked + 2, ARPHRD_NETLINK, false);
    view.setUint16(cooked + 14, protocol, false);
    file.set(bytes, at + HEADERS_SIZE);
    at += HEADERS_SIZE + bytes.length;
  }
  return file;
}
