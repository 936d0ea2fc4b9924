import { TypedError } from "../../../typed-error.ts";

/**
 * Why bytes are no capture of netlink: `foreign` (no pcap at all, or one of something else), `truncated` (they end within a
 * packet), `malformed` (what is there cannot be a packet).
 */
export type PcapFailure = "foreign" | "truncated" | "malformed";

/** Bytes that cannot be read as a pcap file of netlink. */
export class PcapError extends TypedError {
  readonly code = "ERR_PCAP";
  readonly failure: PcapFailure;
  /** Where in the file, in bytes. */
  readonly offset: number;

  constructor(failure: PcapFailure, offset: number, reason: string) {
    super(`pcap, byte ${offset}: ${reason}`);
    this.failure = failure;
    this.offset = offset;
  }
}
