import { messageAttr } from "../../../message/message-codec.ts";
import { VETH_INFO_PEER } from "../../../uapi/veth.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { type LinkInput, linkMessage } from "../link-message.ts";

/** Data of `ip link add … type veth`. The kernel never reports it back. */
export interface VethData {
  /** The other end: a whole link of its own, created with this one; its own namespace by `netNsFd`. */
  peer?: LinkInput;
}

const vethAttrs = attrSet("VETH_INFO", {
  peer: attr(VETH_INFO_PEER, messageAttr((): typeof linkMessage => linkMessage) as Codec<LinkInput>),
});

export const veth: Codec<VethData> = nest(vethAttrs) as Codec<VethData>;
