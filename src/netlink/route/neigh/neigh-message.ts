import { type MessageCodec, type MessageInput, type MessageObject, messageCodec } from "../../message/message-codec.ts";
import * as uapi from "../../uapi/neighbour.ts";
import { ip, lladdr } from "../../wire/addresses.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { nest } from "../../wire/containers.ts";
import { be16, flag, s32, u8, u16, u32 } from "../../wire/scalars.ts";
import { field, struct, structCodec } from "../../wire/struct.ts";

/** struct ndmsg, linux/neighbour.h */
export const ndmsg = struct("ndmsg", {
  /** AF_INET or AF_INET6 for neighbours, AF_BRIDGE for forwarding databases. */
  family: field.u8,
  pad: field.pad(3),
  /** Index of the link. */
  index: field.s32,
  /** NUD_* */
  state: field.u16,
  /** NTF_* */
  flags: field.u8,
  /** RTN_* */
  type: field.u8,
});

/** struct nda_cacheinfo, linux/neighbour.h */
const ndaCacheinfo = struct("nda_cacheinfo", {
  confirmed: field.u32,
  used: field.u32,
  updated: field.u32,
  refcnt: field.u32,
});

/** How long ago, in clock ticks (USER_HZ, hundredths of a second). */
export interface NeighCacheinfo {
  confirmed?: number;
  used?: number;
  updated?: number;
  refcnt?: number;
  rest?: Uint8Array;
}

/** Attributes of NDA_FDB_EXT_ATTRS. */
export const fdbExtAttrs = attrSet("NFEA", {
  /** FDB_NOTIFY_* */
  activityNotify: attr(uapi.NFEA_ACTIVITY_NOTIFY, u8),
  dontRefresh: attr(uapi.NFEA_DONT_REFRESH, flag),
});

/** Attributes of neighbours and forwarding entries (enum NDA_*, linux/neighbour.h). */
export const neighAttrs = attrSet("NDA", {
  /** The neighbour's address; of forwarding entries the far end of the tunnel. */
  dst: attr(uapi.NDA_DST, ip),
  lladdr: attr(uapi.NDA_LLADDR, lladdr),
  cacheinfo: attr(uapi.NDA_CACHEINFO, structCodec(ndaCacheinfo) as Codec<NeighCacheinfo>),
  probes: attr(uapi.NDA_PROBES, u32),
  vlan: attr(uapi.NDA_VLAN, u16),
  /** UDP port of the far end. */
  port: attr(uapi.NDA_PORT, be16),
  /** VXLAN network of the far end. */
  vni: attr(uapi.NDA_VNI, u32),
  /** Forwarding entries: index of the link beneath a tunnel. In dumps: the filter by link. */
  ifindex: attr(uapi.NDA_IFINDEX, u32),
  /** Index of the bridge. */
  master: attr(uapi.NDA_MASTER, u32),
  linkNetnsid: attr(uapi.NDA_LINK_NETNSID, s32),
  /** VXLAN network of packets here, on a link that has several. */
  srcVni: attr(uapi.NDA_SRC_VNI, u32),
  /** RTPROT_* */
  protocol: attr(uapi.NDA_PROTOCOL, u8),
  nhId: attr(uapi.NDA_NH_ID, u32),
  fdbExtAttrs: attr(uapi.NDA_FDB_EXT_ATTRS, nest(fdbExtAttrs)),
  /** NTF_EXT_* */
  flagsExt: attr(uapi.NDA_FLAGS_EXT, u32),
  /** Flushing: the bits of `state` that count. */
  ndmStateMask: attr(uapi.NDA_NDM_STATE_MASK, u16),
  /** Flushing: the bits of `flags` that count. */
  ndmFlagsMask: attr(uapi.NDA_NDM_FLAGS_MASK, u8),
});

type Rows = (typeof neighAttrs)["rows"];

/** A neighbour or a forwarding entry: {@link Neigh} and {@link FdbEntry} say what of it each has. */
export interface NeighMessage extends MessageObject<typeof ndmsg, Rows> {}

export interface NeighMessageInput extends MessageInput<typeof ndmsg, Rows> {}

export const neighMessage: MessageCodec<NeighMessage, NeighMessageInput> = messageCodec(ndmsg, neighAttrs);
