import { type MessageCodec, messageAttr } from "../../../message/message-codec.ts";
import { VETH_INFO_PEER } from "../../../uapi/veth.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import type { Link, LinkInput } from "../link-message.ts";

/** Data of `ip link add … type veth`. The kernel never reports it back. */
export interface VethData {
  /** The other end: a whole link of its own, created with this one; its own namespace by `netNsFd`. */
  peer?: LinkInput;
}

/** IFLA_INFO_DATA of veth. Links contain it and it contains a link, so whoever defines links passes their codec. */
export function vethAttrs(link: MessageCodec<Link, LinkInput>) {
  return attrSet("VETH_INFO", { peer: attr(VETH_INFO_PEER, messageAttr(() => link) as Codec<LinkInput>) });
}
