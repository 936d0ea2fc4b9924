// Public entry point `cni-ts/netlink/nftables`: tables, chains, rules, sets and what else nf_tables has.
//
//     using nft = await openNftablesClient({ netns: "/run/netns/blue" });
//     await nft.transaction.commit([addTable({ family: netfilter.NFPROTO_INET, name: "filter" })]);

// Errors
export { type OperationFailure, TransactionError } from "../../socket/transaction-error.ts";
export * as netfilter from "../../uapi/netfilter.ts";
export * as netfilterArp from "../../uapi/netfilter_arp.ts";
export * as netfilterBridge from "../../uapi/netfilter_bridge.ts";
export * as netfilterIpv4 from "../../uapi/netfilter_ipv4.ts";
// Constants: `netfilter.NFPROTO_INET`, `nfTables.NFT_SET_MAP`
export * as nfTables from "../../uapi/nf_tables.ts";
// Chains
export {
  addChain,
  type Chain,
  type ChainRef,
  chainMessage,
  createChain,
  deleteChain,
  destroyChain,
} from "./chain/chain.ts";
export type { ChainClient, ChainFilter } from "./chain/chain-client.ts";
export { formatHook, formatPriority, parseHook, parsePriority } from "./chain/hook.ts";
export { formatFamily, parseFamily } from "./family.ts";
export type { NftCodec, NftMessage, NftObject } from "./nft-message.ts";
// Opening
export { NftablesClient, type NftablesClientOptions, openNftablesClient } from "./nftables-client.ts";
// Tables
export {
  addTable,
  createTable,
  deleteTable,
  destroyTable,
  type Table,
  type TableRef,
  tableMessage,
} from "./table/table.ts";
export type { TableClient } from "./table/table-client.ts";
// Transactions
export { type Generation, generationMessage } from "./transaction/generation.ts";
export { echo, type Operation } from "./transaction/operation.ts";
export type { Committed, TransactionClient } from "./transaction/transaction-client.ts";
