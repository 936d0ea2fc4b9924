import { PACKET_KERNEL, PACKET_USER } from "../../uapi/if_packet.ts";

// The classic format of libpcap: draft-ietf-opsawg-pcap. Its numbers have the byte order of the machine that wrote it,
// which the magic number tells; those of the cooked header are big-endian (LINKTYPE_NETLINK, tcpdump.org/linktypes.html).

/** Magic numbers: times in microseconds, and in nanoseconds. */
export const MAGIC_MICROSECONDS = 0xa1b2c3d4;
export const MAGIC_NANOSECONDS = 0xa1b23c4d;
/** The first four bytes of the other format, pcapng, in either byte order. */
export const MAGIC_PCAPNG = 0x0a0d0d0a;

export const VERSION_MAJOR = 2;
export const VERSION_MINOR = 4;

/** Magic, versions, two zeros, longest packet, link type. */
export const FILE_HEADER_SIZE = 24;
/** Seconds, fraction, bytes kept, bytes there were. */
export const RECORD_HEADER_SIZE = 16;
/** Packet type, hardware type, eight unused bytes with their length, protocol. */
export const COOKED_HEADER_SIZE = 16;

export const LINKTYPE_NETLINK = 253;
/** Beyond the 16 bits of the link type, the field has other meanings. */
export const LINKTYPE_MASK = 0xffff;
/** As tcpdump writes: MAXIMUM_SNAPLEN of libpcap. */
export const SNAPLEN = 262_144;
/** libpcap takes no larger packet from a file of any kind: MAX_SNAPLEN of its savefile readers. */
export const MAX_PACKET_SIZE = 128 * 1024 * 1024;

/** The packet type that nlmon gives a datagram to the kernel, and one from it (af_netlink.c, __netlink_deliver_tap_skb()). */
export const PACKET_TYPES = { sent: PACKET_KERNEL, received: PACKET_USER } as const;
