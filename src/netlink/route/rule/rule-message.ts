import { type MessageCodec, type MessageInput, type MessageObject, messageCodec } from "../../message/message-codec.ts";
import * as uapi from "../../uapi/fib_rules.ts";
import { IFNAMSIZ } from "../../uapi/if.ts";
import { ip } from "../../wire/addresses.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { be32, be64, s32, u8, u16, u32 } from "../../wire/scalars.ts";
import { field, struct, structCodec } from "../../wire/struct.ts";
import { str } from "../../wire/text.ts";

/** struct fib_rule_hdr, linux/fib_rules.h */
export const fibRuleHdr = struct("fib_rule_hdr", {
  family: field.u8,
  dstLen: field.u8,
  srcLen: field.u8,
  tos: field.u8,
  /** The table, if it fits; RT_TABLE_COMPAT or 0 otherwise. */
  frhTable: field.u8,
  res1: field.pad(1),
  res2: field.pad(1),
  /** FR_ACT_* */
  action: field.u8,
  /** FIB_RULE_* */
  flags: field.u32,
});

/** From `start` to `end`, both included. */
export interface RuleRange {
  start: number;
  end: number;
}

const fibRuleUidRange = struct("fib_rule_uid_range", { start: field.u32, end: field.u32 });
/** Host byte order, unlike ports elsewhere (linux/fib_rules.h). */
const fibRulePortRange = struct("fib_rule_port_range", { start: field.u16, end: field.u16 });
const portRange = structCodec(fibRulePortRange) as Codec<RuleRange>;

/** Attributes of rules (enum FRA_*, linux/fib_rules.h). */
export const ruleAttrs = attrSet("FRA", {
  dst: attr(uapi.FRA_DST, ip),
  src: attr(uapi.FRA_SRC, ip),
  iifname: attr(uapi.FRA_IIFNAME, str(IFNAMSIZ - 1)),
  goto: attr(uapi.FRA_GOTO, u32),
  priority: attr(uapi.FRA_PRIORITY, u32),
  fwmark: attr(uapi.FRA_FWMARK, u32),
  flow: attr(uapi.FRA_FLOW, u32),
  tunId: attr(uapi.FRA_TUN_ID, be64),
  // The kernel has -1 for "do not".
  suppressIfgroup: attr(uapi.FRA_SUPPRESS_IFGROUP, s32),
  suppressPrefixlen: attr(uapi.FRA_SUPPRESS_PREFIXLEN, s32),
  table: attr(uapi.FRA_TABLE, u32),
  fwmask: attr(uapi.FRA_FWMASK, u32),
  oifname: attr(uapi.FRA_OIFNAME, str(IFNAMSIZ - 1)),
  l3mdev: attr(uapi.FRA_L3MDEV, u8),
  uidRange: attr(uapi.FRA_UID_RANGE, structCodec(fibRuleUidRange) as Codec<RuleRange>),
  protocol: attr(uapi.FRA_PROTOCOL, u8),
  ipProto: attr(uapi.FRA_IP_PROTO, u8),
  sportRange: attr(uapi.FRA_SPORT_RANGE, portRange),
  dportRange: attr(uapi.FRA_DPORT_RANGE, portRange),
  dscp: attr(uapi.FRA_DSCP, u8),
  flowlabel: attr(uapi.FRA_FLOWLABEL, be32),
  flowlabelMask: attr(uapi.FRA_FLOWLABEL_MASK, be32),
  sportMask: attr(uapi.FRA_SPORT_MASK, u16),
  dportMask: attr(uapi.FRA_DPORT_MASK, u16),
  dscpMask: attr(uapi.FRA_DSCP_MASK, u8),
});

type Rows = (typeof ruleAttrs)["rows"];

/** RTM_NEWRULE and its kin member for member, as on the wire. */
export interface RuleMessage extends MessageObject<typeof fibRuleHdr, Rows> {}

export interface RuleMessageInput extends MessageInput<typeof fibRuleHdr, Rows> {}

export const ruleMessage: MessageCodec<RuleMessage, RuleMessageInput> = messageCodec(fibRuleHdr, ruleAttrs);
