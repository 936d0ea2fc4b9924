import { ARPHRD_NETLINK } from "../../uapi/if_arp.ts";
import { PcapError } from "./pcap-error.ts";
import * as format from "./pcap-format.ts";
import type { PcapPacket } from "./pcap-packet.ts";

/** A capture that was read. */
export interface Pcap {
  readonly packets: readonly PcapPacket[];
  /** What ended the reading before the end of the file: the packets are those in front of it. */
  readonly damage: PcapError | undefined;
}

/** What the file header says of the rest. */
interface Layout {
  readonly view: DataView;
  readonly littleEndian: boolean;
  /** Of one unit of a record's fraction of a second. */
  readonly nsPerUnit: bigint;
}

/**
 * Reads a pcap file of netlink, of either byte order, with micro- or nanoseconds. What is damaged further on is told in
 * `damage`, and what stands before it is given.
 *
 * @throws {PcapError} for bytes that are no pcap, or one of another link type
 */
export function decodePcap(bytes: Uint8Array): Pcap {
  const layout = readFileHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const packets: PcapPacket[] = [];
  try {
    for (let at = format.FILE_HEADER_SIZE; at < bytes.length; ) {
      const { packet, end } = readPacket(layout, bytes, at);
      packets.push(packet);
      at = end;
    }
  } catch (error) {
    if (error instanceof PcapError) return { packets, damage: error };
    throw error;
  }
  return { packets, damage: undefined };
}

function readFileHeader(view: DataView): Layout {
  if (view.byteLength < 4) throw new PcapError("foreign", 0, `no pcap: ${view.byteLength} bytes`);
  const magics = [true, false].map((littleEndian) => ({ littleEndian, magic: view.getUint32(0, littleEndian) }));
  if (magics.some(({ magic }) => magic === format.MAGIC_PCAPNG)) {
    throw new PcapError("foreign", 0, "this is pcapng; `tshark -F pcap -r FILE -w OTHER` makes a pcap of it");
  }
  const found = magics.find(({ magic }) => [format.MAGIC_MICROSECONDS, format.MAGIC_NANOSECONDS].includes(magic));
  if (found === undefined) throw new PcapError("foreign", 0, "no pcap: it does not begin with a magic number of one");
  if (view.byteLength < format.FILE_HEADER_SIZE) {
    throw new PcapError("truncated", 0, `a file header of ${view.byteLength} bytes`);
  }
  const { littleEndian, magic } = found;
  const major = view.getUint16(4, littleEndian);
  if (major !== format.VERSION_MAJOR) throw new PcapError("foreign", 4, `version ${major} of the pcap format`);
  const linkType = view.getUint32(20, littleEndian) & format.LINKTYPE_MASK;
  if (linkType !== format.LINKTYPE_NETLINK) {
    throw new PcapError("foreign", 20, `link type ${linkType}; captures of netlink have ${format.LINKTYPE_NETLINK}`);
  }
  return { view, littleEndian, nsPerUnit: magic === format.MAGIC_NANOSECONDS ? 1n : 1000n };
}

function readPacket(
  { view, littleEndian, nsPerUnit }: Layout,
  bytes: Uint8Array,
  at: number,
): { packet: PcapPacket; end: number } {
  const left = bytes.length - at;
  if (left < format.RECORD_HEADER_SIZE) throw new PcapError("truncated", at, `the file ends within a packet's header`);
  const [seconds = 0, fraction = 0, kept = 0, real = 0] = [0, 4, 8, 12].map((field) =>
    view.getUint32(at + field, littleEndian),
  );
  const start = at + format.RECORD_HEADER_SIZE;
  if (kept < format.COOKED_HEADER_SIZE || kept > format.MAX_PACKET_SIZE || real < kept) {
    throw new PcapError("malformed", at, `a packet of ${kept} bytes out of ${real}`);
  }
  if (start + kept > bytes.length) {
    throw new PcapError("truncated", at, `a packet of ${kept} bytes, and the file has ${bytes.length - start} more`);
  }
  const hardware = view.getUint16(start + 2, false);
  if (hardware !== ARPHRD_NETLINK) {
    throw new PcapError("malformed", start + 2, `hardware type ${hardware}; netlink's is ${ARPHRD_NETLINK}`);
  }
  const packet: PcapPacket = {
    timeNs: BigInt(seconds) * 1_000_000_000n + BigInt(fraction) * nsPerUnit,
    protocol: view.getUint16(start + 14, false),
    direction: directionOf(view.getUint16(start, false)),
    bytes: new Uint8Array(bytes.subarray(start + format.COOKED_HEADER_SIZE, start + kept)),
    fullLength: real - format.COOKED_HEADER_SIZE,
  };
  return { packet, end: start + kept };
}

function directionOf(packetType: number): PcapPacket["direction"] {
  if (packetType === format.PACKET_TYPES.sent) return "sent";
  return packetType === format.PACKET_TYPES.received ? "received" : undefined;
}
