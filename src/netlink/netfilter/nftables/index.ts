// Public entry point `cni-ts/netlink/nftables`: tables, chains, rules, sets and what else nf_tables has.
//
//     using nft = await openNftablesClient({ netns: "/run/netns/blue" });
//     await nft.transaction.commit([addTable({ family: netfilter.NFPROTO_INET, name: "filter" })]);

import { registerExpressions } from "./expr/register-expressions.ts";

registerExpressions();

// Events
export type { EventMonitor, EventMonitorOptions, MonitorMark } from "../../socket/event-monitor.ts";
// Errors
export { type OperationFailure, TransactionError } from "../../socket/transaction-error.ts";
// Constants: `netfilter.NFPROTO_INET`, `nfTables.NFT_SET_MAP`
export * as netfilter from "../../uapi/netfilter.ts";
export * as netfilterArp from "../../uapi/netfilter_arp.ts";
export * as netfilterBridge from "../../uapi/netfilter_bridge.ts";
export * as netfilterIpv4 from "../../uapi/netfilter_ipv4.ts";
export * as nfTables from "../../uapi/nf_tables.ts";
// Rules in the words of nft: `toExpressions(NFPROTO_INET, [tcp.dport(8080), accept()])`
export { counter } from "./builders/counter.ts";
export { ct } from "./builders/ct.ts";
export { ether } from "./builders/ether.ts";
export { fib } from "./builders/fib.ts";
export { ip, ip6 } from "./builders/ip.ts";
export { meta, setMark } from "./builders/meta.ts";
export { dnat, masquerade, type NatTarget, redirect, snat } from "./builders/nat.ts";
export type { Condition } from "./builders/payload.ts";
export { type Requirement, type Statement, toExpressions } from "./builders/statement.ts";
export { dccp, sctp, tcp, udp } from "./builders/transport.ts";
export { accept, drop, goto, jump, returnToCaller } from "./builders/verdict.ts";
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
export { decodeNftEvent, type NftEvent } from "./event.ts";
// Expressions. By `*`: only so can users add names to the interface in it (declaration merging).
export {
  type Expression,
  expression,
  expressionList,
  isExpression,
  type UnknownExpression,
} from "./expr/expression.ts";
export * from "./expr/expressions.ts";
export { formatFamily, parseFamily } from "./family.ts";
// Flowtables
export {
  addFlowtable,
  createFlowtable,
  deleteFlowtable,
  type Flowtable,
  type FlowtableRef,
  flowtableMessage,
} from "./flowtable/flowtable.ts";
export type { FlowtableClient, FlowtableFilter } from "./flowtable/flowtable-client.ts";
// Text
export type { TextOptions } from "./format/block.ts";
export type { Names } from "./format/data-type.ts";
export { formatRule, type ListedSet, type RuleContext } from "./format/rule-text.ts";
export { formatRuleset, type RulesetTextOptions } from "./format/ruleset-text.ts";
export type { NftData, Verdict } from "./nft-data.ts";
export type { NftCodec, NftMessage, NftObject } from "./nft-message.ts";
// Opening
export { NftablesClient, type NftablesClientOptions, openNftablesClient } from "./nftables-client.ts";
export { openNftablesMonitor } from "./nftables-monitor-client.ts";
// Stateful objects
export {
  addObject,
  createObject,
  deleteObject,
  destroyObject,
  type ObjectRef,
  objectMessage,
  type StatefulObject,
  type StatefulObjectInput,
} from "./object/object.ts";
export type { ObjectClient, ObjectFilter } from "./object/object-client.ts";
export { formatObjectType, type ObjectKinds } from "./object/object-kinds.ts";
// Rules
export {
  addRule,
  deleteRule,
  flushChain,
  flushTable,
  insertRule,
  type Rule,
  type RuleInput,
  type RuleRef,
  type RulesRef,
  replaceRule,
  ruleMessage,
} from "./rule/rule.ts";
export type { RuleClient, RuleFilter } from "./rule/rule-client.ts";
export { glanceAny, glanceBe16, glanceComment, glanceTag, type RuleGlance } from "./rule/rule-glance.ts";
export type { Ruleset } from "./ruleset.ts";
export { listRuleset, type RulesetFilter } from "./ruleset-client.ts";
// Sets, maps and their elements
export {
  addElements,
  createElements,
  deleteElements,
  type ElementList,
  elementListMessage,
  flushSet,
  type SetElement,
} from "./set/element.ts";
export {
  addSet,
  createSet,
  deleteSet,
  destroySet,
  type NftSet,
  type SetRef,
  setMessage,
} from "./set/set.ts";
export type { SetClient, SetFilter } from "./set/set-client.ts";
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
export type { Decision } from "./transaction/decision.ts";
// Transactions
export { type Generation, generationMessage } from "./transaction/generation.ts";
export { echo, type Operation } from "./transaction/operation.ts";
export type { Committed, TransactionClient } from "./transaction/transaction-client.ts";
