import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../uapi/netfilter.ts";
import * as logUapi from "../../../uapi/nf_log.ts";
import * as synproxyUapi from "../../../uapi/nf_synproxy.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { type Expression, isExpression } from "../expr/expression.ts";
import type { Log } from "../expr/log.ts";
import type { Queue } from "../expr/queue.ts";
import type { Reject } from "../expr/reject.ts";
import type { Synproxy } from "../expr/synproxy.ts";
import { formatObjectType } from "../object/object-kinds.ts";
import { formatCounter, formatLimit, formatQuota } from "./amounts.ts";
import { wordOf } from "./data-type.ts";
import { formatDuration } from "./data-types.ts";
import type { RuleState } from "./rule-state.ts";
import { ICMP_CODE, ICMPV6_CODE, ICMPX_CODE } from "./words.ts";

/** Where a statement stands. */
export type StatementState = Pick<RuleState, "family"> & Partial<Pick<RuleState, "protocols">>;

/** The text of a statement that takes nothing from a register; undefined for other expressions. */
export function formatStatement(each: Expression, state: StatementState): string | undefined {
  if (isExpression(each, "counter")) return `counter ${formatCounter(each.data)}`;
  if (isExpression(each, "limit")) return `limit ${formatLimit(each.data)}`;
  if (isExpression(each, "quota")) return `quota ${formatQuota(each.data)}`;
  if (isExpression(each, "log")) return formatLog(each.data);
  if (isExpression(each, "queue")) return formatQueue(each.data);
  if (isExpression(each, "reject")) return formatReject(each.data, state);
  if (isExpression(each, "synproxy")) return formatSynproxy(each.data);
  if (isExpression(each, "connlimit")) {
    const { count, flags = 0 } = each.data;
    return `ct count ${(flags & uapi.NFT_CONNLIMIT_F_INV) === 0 ? "" : "over "}${count}`;
  }
  if (isExpression(each, "flow_offload")) return `flow add @${each.data.tableName}`;
  if (isExpression(each, "match")) return `xt match "${each.data.name}"`;
  if (isExpression(each, "target")) return `xt target "${each.data.name}"`;
  if (isExpression(each, "objref") && each.data.immName !== undefined) {
    return `${formatReference(each.data.immType ?? 0)} "${each.data.immName}"`;
  }
  if (isExpression(each, "last")) {
    const { set = 0, msecs = 0n } = each.data;
    return `last used ${set === 0 ? "never" : formatDuration(msecs)}`;
  }
  return each.name === "notrack" ? "notrack" : undefined;
}

/** What stands before an object's name: that of most is `counter name`. */
export function formatReference(type: number): string {
  const kind = formatObjectType(type);
  if (type === uapi.NFT_OBJECT_SECMARK) return "meta secmark set";
  return kind.startsWith("ct ") ? `${kind} set` : `${kind} name`;
}

const LEVELS = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug", "audit"];

function formatLog({ prefix, group, snaplen = 0, qthreshold = 0, level, flags = 0 }: Log): string {
  let text = "log";
  if (prefix !== undefined && prefix !== "") text += ` prefix "${prefix}"`;
  if (group !== undefined) text += ` group ${group}`;
  if (snaplen !== 0) text += ` snaplen ${snaplen}`;
  if (qthreshold !== 0) text += ` queue-threshold ${qthreshold}`;
  if (group === undefined && level !== undefined && level !== uapi.NFT_LOGLEVEL_WARNING) {
    text += ` level ${LEVELS[level] ?? level}`;
  }
  return text + formatLogFlags(flags);
}

function formatLogFlags(flags: number): string {
  if ((flags & logUapi.NF_LOG_MASK) === logUapi.NF_LOG_MASK) return " flags all";
  const tcp: string[] = [];
  if ((flags & logUapi.NF_LOG_TCPSEQ) !== 0) tcp.push("sequence");
  if ((flags & logUapi.NF_LOG_TCPOPT) !== 0) tcp.push("options");
  let text = tcp.length === 0 ? "" : ` flags tcp ${tcp.join(",")}`;
  if ((flags & logUapi.NF_LOG_IPOPT) !== 0) text += " flags ip options";
  if ((flags & logUapi.NF_LOG_UID) !== 0) text += " flags skuid";
  if ((flags & logUapi.NF_LOG_MACDECODE) !== 0) text += " flags ether";
  return text;
}

function formatQueue({ num = 0, total = 1, flags = 0 }: Queue): string {
  const words: string[] = [];
  if ((flags & uapi.NFT_QUEUE_FLAG_BYPASS) !== 0) words.push("bypass");
  if ((flags & uapi.NFT_QUEUE_FLAG_CPU_FANOUT) !== 0) words.push("fanout");
  const numbers = total > 1 ? `${num}-${num + total - 1}` : String(num);
  return `queue${words.length === 0 ? "" : ` flags ${words.join(",")}`} to ${numbers}`;
}

/** ICMP_PORT_UNREACH of linux/icmp.h, and that of linux/icmpv6.h. */
const USUAL_CODE = { ip: 3, ip6: 4 };

function formatReject({ type, icmpCode = 0 }: Reject, { family, protocols }: StatementState): string {
  if (type === uapi.NFT_REJECT_TCP_RST) return "reject with tcp reset";
  if (type === uapi.NFT_REJECT_ICMPX_UNREACH) {
    if (icmpCode === uapi.NFT_REJECT_ICMPX_PORT_UNREACH) return "reject";
    return `reject with icmpx ${wordOf(ICMPX_CODE, BigInt(icmpCode)) ?? icmpCode}`;
  }
  if (family === NFPROTO_IPV6 || protocols?.network === "ip6") {
    if (family === NFPROTO_IPV6 && icmpCode === USUAL_CODE.ip6) return "reject";
    return `reject with icmpv6 ${wordOf(ICMPV6_CODE, BigInt(icmpCode)) ?? icmpCode}`;
  }
  if (family === NFPROTO_IPV4 && icmpCode === USUAL_CODE.ip) return "reject";
  return `reject with icmp ${wordOf(ICMP_CODE, BigInt(icmpCode)) ?? icmpCode}`;
}

/** `mss 1460 wscale 7 timestamp sack-perm`, of statements on one line and of objects on several. */
export function synproxyWords({ mss, wscale, flags = 0 }: Synproxy): string[] {
  const words: string[] = [];
  if ((flags & synproxyUapi.NF_SYNPROXY_OPT_MSS) !== 0) words.push(`mss ${mss}`);
  if ((flags & synproxyUapi.NF_SYNPROXY_OPT_WSCALE) !== 0) words.push(`wscale ${wscale}`);
  const options: string[] = [];
  if ((flags & synproxyUapi.NF_SYNPROXY_OPT_TIMESTAMP) !== 0) options.push("timestamp");
  if ((flags & synproxyUapi.NF_SYNPROXY_OPT_SACK_PERM) !== 0) options.push("sack-perm");
  return options.length === 0 ? words : [...words, options.join(" ")];
}

function formatSynproxy(data: Synproxy): string {
  return ["synproxy", ...synproxyWords(data)].join(" ");
}
