/** One datagram of a capture. */
export interface PcapPacket {
  /** When it went by, in nanoseconds since 1970. */
  readonly timeNs: bigint;
  /** NETLINK_ROUTE, … */
  readonly protocol: number;
  /** Seen from user space. Undefined where the capture does not say: nlmon's own packets are all "outgoing". */
  readonly direction: "sent" | "received" | undefined;
  readonly bytes: Uint8Array;
  /** How long it was, where the capture kept less of it. */
  readonly fullLength: number;
}
