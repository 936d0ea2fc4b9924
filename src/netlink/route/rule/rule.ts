import type { Issues } from "../../message/message-codec.ts";
import { FR_ACT_GOTO, FR_ACT_TO_TBL, FR_ACT_UNSPEC } from "../../uapi/fib_rules.ts";
import { RT_TABLE_MAIN, RT_TABLE_UNSPEC } from "../../uapi/rtnetlink.ts";
import { AF_INET, AF_INET6 } from "../../uapi/socket.ts";
import type { RawAttrs } from "../../wire/attr-table.ts";
import { splitPrefix } from "../prefix-text.ts";
import { type RuleMessage, type RuleMessageInput, type RuleRange, ruleMessage } from "./rule-message.ts";

/** A rule: which packets are routed by which table. */
export interface Rule extends RuleAttrs, RawAttrs, Issues {
  /** AF_INET, AF_INET6, or RTNL_FAMILY_IPMR and RTNL_FAMILY_IP6MR. */
  family: number;
  tos: number;
  /** RT_TABLE_*; 0 where the action needs none. */
  table: number;
  /** FR_ACT_* */
  action: number;
  /** FIB_RULE_*; INVERT is what `ip rule add not` sets. */
  flags: number;
}

/** The members of a rule that it may or may not have. */
interface RuleAttrs {
  /** Packets from this prefix, `10.1.0.0/16`. */
  src?: string;
  /** Packets to this prefix. */
  dst?: string;
  /** Packets that come in by the link of this name; `lo` stands for this machine's own. */
  iifname?: string;
  /** Packets of sockets bound to the link of this name. */
  oifname?: string;
  /** Priority of the rule that FR_ACT_GOTO goes on with. */
  goto?: number;
  /** Rules are tried in ascending order. 0 where the kernel does not say. */
  priority?: number;
  /** Packets whose mark, under `fwmask`, is this. */
  fwmark?: number;
  fwmask?: number;
  /** Realms: the source's in the upper 16 bits, the destination's in the lower. */
  flow?: number;
  tunId?: bigint;
  /** Go on with the next rule when the route found is by a link of this group; -1 for none. */
  suppressIfgroup?: number;
  /** Go on with the next rule when the prefix of the route found is this long or shorter; -1 for none. */
  suppressPrefixlen?: number;
  /** 1: the table is that of the vrf which the packet belongs to. */
  l3mdev?: number;
  uidRange?: RuleRange;
  /** RTPROT_* */
  protocol?: number;
  /** IPPROTO_* */
  ipProto?: number;
  sportRange?: RuleRange;
  dportRange?: RuleRange;
  /** Linux 6.13 */
  dscp?: number;
  /** Linux 6.14 */
  flowlabel?: number;
  flowlabelMask?: number;
  /** Linux 6.15 */
  sportMask?: number;
  dportMask?: number;
  dscpMask?: number;
}

/**
 * A rule to be added or deleted; what is left out is not sent. When adding, and as for `ip rule`, these have defaults:
 * `action` FR_ACT_GOTO with `goto` and FR_ACT_TO_TBL otherwise, `table` RT_TABLE_MAIN for the latter. In a delete they
 * match any.
 */
export interface RuleInput extends RuleAttrs, RawAttrs, Issues {
  /** By default that of `src` or `dst`, or AF_INET. */
  family?: number;
  tos?: number;
  table?: number;
  action?: number;
  flags?: number;
}

const FRH_TABLE_MAX = 0xff;

export function ruleFromMessage(message: RuleMessage & Issues): Rule {
  const { family, dstLen, srcLen, tos, frhTable, action, flags, src, dst, table, ...attrs } = message;
  const rule: Rule = { family, tos, table: table ?? frhTable, action, flags, ...attrs };
  if (src !== undefined || srcLen > 0) rule.src = `${src ?? unspecified(family)}/${srcLen}`;
  if (dst !== undefined || dstLen > 0) rule.dst = `${dst ?? unspecified(family)}/${dstLen}`;
  return rule;
}

function unspecified(family: number): string {
  return family === AF_INET6 ? "::" : "0.0.0.0";
}

/**
 * The message that adds a rule or, with `wanted` "match", the one that names the one to be deleted.
 * @throws {WireError} where a prefix is none.
 */
export function ruleToMessage(input: RuleInput, wanted: "whole" | "match"): RuleMessageInput {
  const { family, src, dst, tos, table, action, flags, ...attrs } = input;
  const whole = wanted === "whole";
  const does = action ?? (whole ? (attrs.goto === undefined ? FR_ACT_TO_TBL : FR_ACT_GOTO) : FR_ACT_UNSPEC);
  const looksIn = table ?? (whole && does === FR_ACT_TO_TBL && attrs.l3mdev !== 1 ? RT_TABLE_MAIN : RT_TABLE_UNSPEC);
  const message: RuleMessageInput = {
    frhTable: looksIn > FRH_TABLE_MAX ? RT_TABLE_UNSPEC : looksIn,
    action: does,
  };
  if (tos !== undefined) message.tos = tos;
  if (flags !== undefined) message.flags = flags;
  const from = src === undefined ? undefined : splitPrefix(src, "src");
  const to = dst === undefined ? undefined : splitPrefix(dst, "dst");
  message.family = family ?? from?.family ?? to?.family ?? AF_INET;
  if (from !== undefined) Object.assign(message, { srcLen: from.length, src: from.address });
  if (to !== undefined) Object.assign(message, { dstLen: to.length, dst: to.address });
  if (looksIn > FRH_TABLE_MAX) message.table = looksIn;
  return Object.assign(message, attrs);
}

/** @throws {WireError} when the fixed part is not whole. */
export function decodeRule(view: DataView, start: number, end: number): Rule {
  return ruleFromMessage(ruleMessage.decode(view, start, end));
}
