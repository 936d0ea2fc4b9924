import * as uapi from "../../uapi/nfnetlink_conntrack.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import { be32 } from "../../wire/scalars.ts";
import { type NfnlCodec, type NfnlObject, nfnlCodec } from "../nfnl-message.ts";

/** What one processor has counted (enum ctattr_stats_cpu, linux/netfilter/nfnetlink_conntrack.h). */
export const cpuStatsAttrs = attrSet("CTA_STATS", {
  searched: attr(uapi.CTA_STATS_SEARCHED, be32),
  found: attr(uapi.CTA_STATS_FOUND, be32),
  new: attr(uapi.CTA_STATS_NEW, be32),
  invalid: attr(uapi.CTA_STATS_INVALID, be32),
  ignore: attr(uapi.CTA_STATS_IGNORE, be32),
  delete: attr(uapi.CTA_STATS_DELETE, be32),
  deleteList: attr(uapi.CTA_STATS_DELETE_LIST, be32),
  insert: attr(uapi.CTA_STATS_INSERT, be32),
  insertFailed: attr(uapi.CTA_STATS_INSERT_FAILED, be32),
  drop: attr(uapi.CTA_STATS_DROP, be32),
  earlyDrop: attr(uapi.CTA_STATS_EARLY_DROP, be32),
  error: attr(uapi.CTA_STATS_ERROR, be32),
  searchRestart: attr(uapi.CTA_STATS_SEARCH_RESTART, be32),
  clashResolve: attr(uapi.CTA_STATS_CLASH_RESOLVE, be32),
  chainToolong: attr(uapi.CTA_STATS_CHAIN_TOOLONG, be32),
});

export const cpuStatsMessage: NfnlCodec<typeof cpuStatsAttrs> = nfnlCodec(cpuStatsAttrs);

/** What one processor has counted since the namespace was made. */
export interface CpuStats extends Omit<NfnlObject<typeof cpuStatsAttrs>, "family"> {
  /** Number of the processor. */
  cpu: number;
}

/** @throws {WireError} when the fixed part is not whole. */
export function decodeCpuStats(view: DataView, start: number, end: number): CpuStats {
  const { family: _, version: __, resId: cpu, ...counters } = cpuStatsMessage.decode(view, start, end);
  return { cpu, ...counters };
}

/** Of the whole table (enum ctattr_stats_global). */
export const tableStatsAttrs = attrSet("CTA_STATS_GLOBAL", {
  /** How many connections are known. */
  entries: attr(uapi.CTA_STATS_GLOBAL_ENTRIES, be32),
  /** How many there can be: net.netfilter.nf_conntrack_max */
  maxEntries: attr(uapi.CTA_STATS_GLOBAL_MAX_ENTRIES, be32),
});

export const tableStatsMessage: NfnlCodec<typeof tableStatsAttrs> = nfnlCodec(tableStatsAttrs);
