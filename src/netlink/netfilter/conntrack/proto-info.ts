import * as uapi from "../../uapi/nfnetlink_conntrack.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { nest } from "../../wire/containers.ts";
import { be32, be64, u8 } from "../../wire/scalars.ts";
import { field, struct, structCodec } from "../../wire/struct.ts";

/** Flags of one side of a TCP connection; `mask` says which of them a request sets. */
export interface TcpFlags {
  /** IP_CT_TCP_FLAG_* */
  flags: number;
  mask: number;
}

/** linux/netfilter/nf_conntrack_tcp.h */
const nfCtTcpFlags = struct("nf_ct_tcp_flags", { flags: field.u8, mask: field.u8 });
const tcpFlags = structCodec(nfCtTcpFlags) as Codec<TcpFlags>;

const tcpAttrs = attrSet("CTA_PROTOINFO_TCP", {
  /** TCP_CONNTRACK_* */
  state: attr(uapi.CTA_PROTOINFO_TCP_STATE, u8),
  wscaleOriginal: attr(uapi.CTA_PROTOINFO_TCP_WSCALE_ORIGINAL, u8),
  wscaleReply: attr(uapi.CTA_PROTOINFO_TCP_WSCALE_REPLY, u8),
  flagsOriginal: attr(uapi.CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, tcpFlags),
  flagsReply: attr(uapi.CTA_PROTOINFO_TCP_FLAGS_REPLY, tcpFlags),
});

const dccpAttrs = attrSet("CTA_PROTOINFO_DCCP", {
  state: attr(uapi.CTA_PROTOINFO_DCCP_STATE, u8),
  role: attr(uapi.CTA_PROTOINFO_DCCP_ROLE, u8),
  handshakeSeq: attr(uapi.CTA_PROTOINFO_DCCP_HANDSHAKE_SEQ, be64),
});

const sctpAttrs = attrSet("CTA_PROTOINFO_SCTP", {
  /** SCTP_CONNTRACK_* */
  state: attr(uapi.CTA_PROTOINFO_SCTP_STATE, u8),
  vtagOriginal: attr(uapi.CTA_PROTOINFO_SCTP_VTAG_ORIGINAL, be32),
  vtagReply: attr(uapi.CTA_PROTOINFO_SCTP_VTAG_REPLY, be32),
});

/** What is known of a connection beyond its tuples, by protocol (enum ctattr_protoinfo). */
export const protoInfoAttrs = attrSet("CTA_PROTOINFO", {
  tcp: attr(uapi.CTA_PROTOINFO_TCP, nest(tcpAttrs)),
  /** Until Linux 6.15 */
  dccp: attr(uapi.CTA_PROTOINFO_DCCP, nest(dccpAttrs)),
  sctp: attr(uapi.CTA_PROTOINFO_SCTP, nest(sctpAttrs)),
});
