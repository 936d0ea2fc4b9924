import { NLM_F_CREATE, NLM_F_EXCL } from "../../../uapi/netlink.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import { list, nest } from "../../../wire/containers.ts";
import { be32, be64, sbe32 } from "../../../wire/scalars.ts";
import { str } from "../../../wire/text.ts";
import { commentUserdata } from "../comment.ts";
import { counter } from "../expr/counter.ts";
import { formatFamily } from "../family.ts";
import { type NftCodec, type NftObject, nftCodec } from "../nft-message.ts";
import { type Operation, operation } from "../transaction/operation.ts";

/** Attributes of hooks (enum nft_hook_attributes, linux/netfilter/nf_tables.h). */
export const hookAttrs = attrSet("NFTA_HOOK", {
  /** NF_INET_*, NF_ARP_* or NF_NETDEV_* by family: `formatHook` and `parseHook` have the words. */
  hooknum: attr(uapi.NFTA_HOOK_HOOKNUM, be32),
  /** Chains of one hook run in ascending order: `formatPriority` and `parsePriority` have the words. */
  priority: attr(uapi.NFTA_HOOK_PRIORITY, sbe32),
  /** The link of chains at ingress and egress, … */
  dev: attr(uapi.NFTA_HOOK_DEV, str()),
  /** … or several. */
  devs: attr(uapi.NFTA_HOOK_DEVS, list(attr(uapi.NFTA_DEVICE_NAME, str()))),
});

/** Attributes of chains (enum nft_chain_attributes, linux/netfilter/nf_tables.h). */
export const chainAttrs = attrSet("NFTA_CHAIN", {
  table: attr(uapi.NFTA_CHAIN_TABLE, str(uapi.NFT_TABLE_MAXNAMELEN - 1)),
  handle: attr(uapi.NFTA_CHAIN_HANDLE, be64),
  name: attr(uapi.NFTA_CHAIN_NAME, str(uapi.NFT_CHAIN_MAXNAMELEN - 1)),
  /** Where packets enter it; a chain without is only jumped to. */
  hook: attr(uapi.NFTA_CHAIN_HOOK, nest(hookAttrs)),
  /** NF_DROP or NF_ACCEPT, of base chains. */
  policy: attr(uapi.NFTA_CHAIN_POLICY, be32),
  /** How many rules it has and how many jumps lead to it. */
  use: attr(uapi.NFTA_CHAIN_USE, be32),
  /** `filter`, `nat` or `route`, of base chains. */
  type: attr(uapi.NFTA_CHAIN_TYPE, str()),
  /** Of base chains: how often the policy decided, when that is counted. */
  counters: attr(uapi.NFTA_CHAIN_COUNTERS, counter),
  /** NFT_CHAIN_* */
  flags: attr(uapi.NFTA_CHAIN_FLAGS, be32),
  /** Names it within a transaction. */
  id: attr(uapi.NFTA_CHAIN_ID, be32),
  userdata: attr(uapi.NFTA_CHAIN_USERDATA, commentUserdata),
});

/** A chain as the kernel reports it, or to be added. */
export interface Chain extends NftObject<typeof chainAttrs> {
  table: string;
  name: string;
}

/** A chain by its name. */
export interface ChainRef {
  /** NFPROTO_* */
  readonly family: number;
  readonly table: string;
  readonly chain: string;
}

export const chainMessage: NftCodec<typeof chainAttrs> = nftCodec(chainAttrs);

/** Adds a chain unless it is there. One that is there gets the policy; EEXIST where hook or type are others. */
export function addChain(chain: Chain): Operation {
  return chainOperation("add", uapi.NFT_MSG_NEWCHAIN, chain, NLM_F_CREATE);
}

/** Adds a chain; EEXIST where it is there. */
export function createChain(chain: Chain): Operation {
  return chainOperation("create", uapi.NFT_MSG_NEWCHAIN, chain, NLM_F_CREATE | NLM_F_EXCL);
}

/** Deletes a chain and its rules; ENOENT where there is none, EBUSY while a rule elsewhere jumps to it. */
export function deleteChain({ family, table, chain }: ChainRef): Operation {
  return chainOperation("delete", uapi.NFT_MSG_DELCHAIN, { family, table, name: chain });
}

/** Deletes a chain if it is there. Linux 6.3 */
export function destroyChain({ family, table, chain }: ChainRef): Operation {
  return chainOperation("destroy", uapi.NFT_MSG_DESTROYCHAIN, { family, table, name: chain });
}

function chainOperation(verb: string, message: number, body: Chain, flags = 0): Operation {
  const words = `${verb} chain ${formatFamily(body.family)} ${body.table} ${body.name}`;
  return operation({ message, flags, codec: chainMessage, body, operation: words });
}
