import { NLM_F_CREATE, NLM_F_EXCL } from "../../../uapi/netlink.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import { list, nest } from "../../../wire/containers.ts";
import { be32, be64, sbe32 } from "../../../wire/scalars.ts";
import { str } from "../../../wire/text.ts";
import { formatFamily } from "../family.ts";
import { type NftCodec, type NftObject, nftCodec } from "../nft-message.ts";
import { type Operation, operation } from "../transaction/operation.ts";

/** Attributes of the hook of flowtables (enum nft_flowtable_hook_attributes, linux/netfilter/nf_tables.h). */
const flowtableHookAttrs = attrSet("NFTA_FLOWTABLE_HOOK", {
  /** NF_NETDEV_INGRESS */
  num: attr(uapi.NFTA_FLOWTABLE_HOOK_NUM, be32),
  priority: attr(uapi.NFTA_FLOWTABLE_HOOK_PRIORITY, sbe32),
  /** Names of the links between which flows take the short way. */
  devs: attr(uapi.NFTA_FLOWTABLE_HOOK_DEVS, list(attr(uapi.NFTA_DEVICE_NAME, str()))),
});

/** Attributes of flowtables (enum nft_flowtable_attributes, linux/netfilter/nf_tables.h). */
export const flowtableAttrs = attrSet("NFTA_FLOWTABLE", {
  table: attr(uapi.NFTA_FLOWTABLE_TABLE, str(uapi.NFT_TABLE_MAXNAMELEN - 1)),
  name: attr(uapi.NFTA_FLOWTABLE_NAME, str(uapi.NFT_NAME_MAXLEN - 1)),
  hook: attr(uapi.NFTA_FLOWTABLE_HOOK, nest(flowtableHookAttrs)),
  /** How many rules refer to it. */
  use: attr(uapi.NFTA_FLOWTABLE_USE, be32),
  handle: attr(uapi.NFTA_FLOWTABLE_HANDLE, be64),
  /** NFT_FLOWTABLE_* */
  flags: attr(uapi.NFTA_FLOWTABLE_FLAGS, be32),
});

/** A flowtable as the kernel reports it, or to be added. */
export interface Flowtable extends NftObject<typeof flowtableAttrs> {
  table: string;
  name: string;
}

/** A flowtable by its name. */
export interface FlowtableRef {
  /** NFPROTO_* */
  readonly family: number;
  readonly table: string;
  readonly flowtable: string;
}

export const flowtableMessage: NftCodec<typeof flowtableAttrs> = nftCodec(flowtableAttrs);

/** Adds a flowtable, or links to one that is there. */
export function addFlowtable(flowtable: Flowtable): Operation {
  return flowtableOperation("add", uapi.NFT_MSG_NEWFLOWTABLE, flowtable, NLM_F_CREATE);
}

/** Adds a flowtable; EEXIST where it is there. */
export function createFlowtable(flowtable: Flowtable): Operation {
  return flowtableOperation("create", uapi.NFT_MSG_NEWFLOWTABLE, flowtable, NLM_F_CREATE | NLM_F_EXCL);
}

/** Deletes a flowtable; EBUSY while a rule refers to it. */
export function deleteFlowtable({ family, table, flowtable }: FlowtableRef): Operation {
  return flowtableOperation("delete", uapi.NFT_MSG_DELFLOWTABLE, { family, table, name: flowtable });
}

function flowtableOperation(verb: string, message: number, body: Flowtable, flags = 0): Operation {
  const words = `${verb} flowtable ${formatFamily(body.family)} ${body.table} ${body.name}`;
  return operation({ message, flags, codec: flowtableMessage, body, operation: words });
}
