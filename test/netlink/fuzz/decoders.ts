import { decodeAck } from "../../../src/netlink/message/ack.ts";
import { type Frame, forEachFrame } from "../../../src/netlink/message/frame.ts";
import type { MessageCodec } from "../../../src/netlink/message/message-codec.ts";
import { conntrackMessage, ctType } from "../../../src/netlink/netfilter/conntrack/conntrack.ts";
import { cpuStatsMessage, tableStatsMessage } from "../../../src/netlink/netfilter/conntrack/conntrack-stats.ts";
import { chainMessage } from "../../../src/netlink/netfilter/nftables/chain/chain.ts";
import { flowtableMessage } from "../../../src/netlink/netfilter/nftables/flowtable/flowtable.ts";
import { nftType } from "../../../src/netlink/netfilter/nftables/nft-message.ts";
import { objectMessage } from "../../../src/netlink/netfilter/nftables/object/object.ts";
import { ruleMessage as nftRuleMessage } from "../../../src/netlink/netfilter/nftables/rule/rule.ts";
import { elementListMessage } from "../../../src/netlink/netfilter/nftables/set/element.ts";
import { setMessage } from "../../../src/netlink/netfilter/nftables/set/set.ts";
import { tableMessage } from "../../../src/netlink/netfilter/nftables/table/table.ts";
import { batchMessage } from "../../../src/netlink/netfilter/nftables/transaction/batch-message.ts";
import { generationMessage } from "../../../src/netlink/netfilter/nftables/transaction/generation.ts";
import { compatGetType, compatMessage } from "../../../src/netlink/netfilter/xtables/compat.ts";
import { decodeRule as decodeIptablesRule } from "../../../src/netlink/netfilter/xtables/rule/decode-rule.ts";
import { encodeRule } from "../../../src/netlink/netfilter/xtables/rule/encode-rule.ts";
import type { IptablesRule } from "../../../src/netlink/netfilter/xtables/rule/iptables-rule.ts";
import { actionMessage } from "../../../src/netlink/route/action/action-message.ts";
import { addrMessage } from "../../../src/netlink/route/addr/addr-message.ts";
import { addressToMessage, decodeAddress } from "../../../src/netlink/route/addr/address.ts";
import { classMessage } from "../../../src/netlink/route/class/class-message.ts";
import { decodeFilter, filterToMessage } from "../../../src/netlink/route/filter/filter.ts";
import { filterMessage } from "../../../src/netlink/route/filter/filter-message.ts";
import { linkMessage } from "../../../src/netlink/route/link/link-message.ts";
import { neighMessage } from "../../../src/netlink/route/neigh/neigh-message.ts";
import { nsidMessage } from "../../../src/netlink/route/nsid/nsid-message.ts";
import { qdiscMessage } from "../../../src/netlink/route/qdisc/qdisc-message.ts";
import { decodeRoute } from "../../../src/netlink/route/route/decode-route.ts";
import { routeToMessage } from "../../../src/netlink/route/route/encode-route.ts";
import { routeMessage } from "../../../src/netlink/route/route/route-message.ts";
import { decodeRule, ruleToMessage } from "../../../src/netlink/route/rule/rule.ts";
import { ruleMessage } from "../../../src/netlink/route/rule/rule-message.ts";
import { NLMSG_HDRLEN } from "../../../src/netlink/uapi/netlink.ts";
import * as nfTables from "../../../src/netlink/uapi/nf_tables.ts";
import { NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END } from "../../../src/netlink/uapi/nfnetlink.ts";
import * as nfnetlinkConntrack from "../../../src/netlink/uapi/nfnetlink_conntrack.ts";
import * as rtnetlink from "../../../src/netlink/uapi/rtnetlink.ts";
import type { Writer } from "../../../src/netlink/wire/writer.ts";

/** One reader of message bodies, and its writer. */
export interface Decoder {
  readonly name: string;
  /** Kinds of message, as in the names of their constants: `LINK` of RTM_NEWLINK, `NFT_TABLE` of NFT_MSG_NEWTABLE, … */
  readonly kinds: readonly string[];
  decode(view: DataView, start: number, end: number): object;
  encode(writer: Writer, value: object): void;
  /** Whether encoding what was decoded and decoding that gives the same bytes again; objects for people lose some. */
  readonly exact: boolean;
  /** Path of an offset, as error messages have it. */
  locate?(view: DataView, start: number, end: number, offset: number): { readonly path: string[] };
}

function exact(codec: unknown, ...kinds: string[]): Decoder {
  const { name, decode, encode, locate } = codec as MessageCodec<object, object>;
  return { name, kinds, decode, encode, locate, exact: true };
}

/** Every decoder that the library has: a new family is one line here. */
export const decoders: readonly Decoder[] = [
  exact(linkMessage, "LINK", "LINKPROP"),
  exact(addrMessage, "ADDR"),
  exact(routeMessage, "ROUTE"),
  exact(neighMessage, "NEIGH"),
  exact(ruleMessage, "RULE"),
  exact(nsidMessage, "NSID"),
  exact(qdiscMessage, "QDISC"),
  exact(filterMessage, "TFILTER"),
  exact(conntrackMessage, "CT_NEW", "CT_GET", "CT_DELETE"),
  exact(cpuStatsMessage, "CT_GET_STATS_CPU"),
  exact(tableStatsMessage, "CT_GET_STATS"),
  exact(tableMessage, "NFT_TABLE"),
  exact(chainMessage, "NFT_CHAIN"),
  exact(nftRuleMessage, "NFT_RULE"),
  exact(setMessage, "NFT_SET"),
  exact(elementListMessage, "NFT_SETELEM"),
  exact(objectMessage, "NFT_OBJ", "NFT_OBJ_RESET"),
  exact(flowtableMessage, "NFT_FLOWTABLE"),
  exact(generationMessage, "NFT_GEN"),
  exact(batchMessage, "NFNL_BATCH"),
  exact(compatMessage, "NFT_COMPAT"),
  {
    name: "iptables rule",
    kinds: ["NFT_RULE"],
    decode(view, start, end) {
      const { family, expressions = [] } = nftRuleMessage.decodeObject(view, start, end);
      return { family, rule: decodeIptablesRule({ family, expressions }) ?? {} };
    },
    encode(writer, value) {
      const { family, rule } = value as { family: number; rule: IptablesRule };
      nftRuleMessage.encode(writer, { family, ...encodeRule(rule, family) });
    },
    exact: false,
  },
  exact(actionMessage, "ACTION"),
  exact(classMessage, "TCLASS"),
  {
    name: "address",
    kinds: ["ADDR"],
    decode: decodeAddress,
    encode: (writer, value) =>
      addrMessage.encode(writer, addressToMessage(value as Parameters<typeof addressToMessage>[0])),
    exact: false,
  },
  {
    name: "route",
    kinds: ["ROUTE"],
    decode: decodeRoute,
    encode: (writer, value) =>
      routeMessage.encode(writer, routeToMessage(value as Parameters<typeof routeToMessage>[0], "whole")),
    exact: false,
  },
  {
    name: "rule",
    kinds: ["RULE"],
    decode: decodeRule,
    encode: (writer, value) =>
      ruleMessage.encode(writer, ruleToMessage(value as Parameters<typeof ruleToMessage>[0], "whole")),
    exact: false,
  },
  {
    name: "filter",
    kinds: ["TFILTER"],
    decode: decodeFilter,
    encode: (writer, value) =>
      filterMessage.encode(writer, filterToMessage(value as Parameters<typeof filterToMessage>[0])),
    exact: true,
  },
];

const kindByType = new Map<number, string>([
  ...kindsIn(rtnetlink, /^RTM_(?:NEW|DEL|GET|SET)(\w+)$/).map(([kind, type]) => [type, kind] as const),
  ...kindsIn(nfnetlinkConntrack, /^IPCTNL_MSG_(CT_\w+)$/).map(([kind, type]) => [ctType(type), kind] as const),
  ...kindsIn(nfTables, /^NFT_MSG_(?:NEW|DEL|GET)(\w+)$/).map(([kind, type]) => [nftType(type), `NFT_${kind}`] as const),
  [compatGetType(), "NFT_COMPAT"],
]);

function kindsIn(
  constants: Readonly<Record<string, unknown>>,
  pattern: RegExp,
): readonly (readonly [string, number])[] {
  return Object.entries(constants).flatMap(([name, value]) => {
    const kind = pattern.exec(name)?.[1];
    return kind === undefined ? [] : [[kind, value as number] as const];
  });
}

/** The decoders of a message. */
export function decodersOf(message: Uint8Array): readonly Decoder[] {
  const view = new DataView(message.buffer, message.byteOffset);
  const kind = isBatch(view, message.length) ? "NFNL_BATCH" : kindByType.get(view.getUint16(4, true));
  return decoders.filter(({ kinds }) => kind !== undefined && kinds.includes(kind));
}

/** The types of batches are those of links in another protocol; struct ifinfomsg is longer than all that they hold. */
function isBatch(view: DataView, length: number): boolean {
  return [NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END].includes(view.getUint16(4, true)) && length < 2 * NLMSG_HDRLEN;
}

/** Acknowledgements have no writer: they are only read, as whole datagrams. */
export function decodeAcks(datagram: Uint8Array): object[] {
  const acks: object[] = [];
  forEachFrame(datagram, (frame: Frame) => void acks.push(decodeAck(frame)));
  return acks;
}

export const HEADER_SIZE: number = NLMSG_HDRLEN;
