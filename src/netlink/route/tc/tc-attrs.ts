import * as schedUapi from "../../uapi/pkt_sched.ts";
import * as uapi from "../../uapi/rtnetlink.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { arrayOf, unflaggedNest, variant } from "../../wire/containers.ts";
import { flag, u8, u16, u32 } from "../../wire/scalars.ts";
import { field, struct, structCodec } from "../../wire/struct.ts";
import { bytes, str } from "../../wire/text.ts";
import { bitfield32 } from "./bitfield32.ts";
import { tcStats, tcStats2Attrs } from "./tc-stats.ts";

/** struct gnet_estimator, linux/gen_stats.h */
const gnetEstimator = struct("gnet_estimator", { interval: field.s8, ewmaLog: field.u8 });

/** struct tc_sizespec, linux/pkt_sched.h */
const tcSizespec = struct("tc_sizespec", {
  cellLog: field.u8,
  sizeLog: field.u8,
  cellAlign: field.s16,
  overhead: field.s32,
  linklayer: field.u32,
  mpu: field.u32,
  mtu: field.u32,
  tsize: field.u32,
});

const stabAttrs = attrSet("TCA_STAB", {
  base: attr(schedUapi.TCA_STAB_BASE, structCodec(tcSizespec)),
  /** What packets count for, by their size. */
  data: attr(schedUapi.TCA_STAB_DATA, arrayOf(u16, 2)),
});

/** Codecs by kind. */
export type KindCodecs = Readonly<Record<string, Codec<unknown> | undefined>>;

/**
 * Attributes of qdiscs, classes and filters (enum TCA_*, linux/rtnetlink.h): what `options` and `xstats` are depends on
 * the kind, and on which of the three it is.
 */
export function tcAttrs<O, X>({ options, xstats }: { options: KindCodecs; xstats: KindCodecs }) {
  return attrSet("TCA", {
    kind: attr(uapi.TCA_KIND, str()),
    options: variant<O>(uapi.TCA_OPTIONS, { selector: "kind", arms: options }),
    stats: attr(uapi.TCA_STATS, structCodec(tcStats)),
    xstats: variant<X>(uapi.TCA_XSTATS, { selector: "kind", arms: xstats }),
    /** An estimator of the rate. */
    rate: attr(uapi.TCA_RATE, structCodec(gnetEstimator)),
    fcnt: attr(uapi.TCA_FCNT, u32),
    stats2: attr(uapi.TCA_STATS2, unflaggedNest(tcStats2Attrs)),
    /** A table of sizes that packets count for. */
    stab: attr(uapi.TCA_STAB, unflaggedNest(stabAttrs)),
    pad: attr(uapi.TCA_PAD, bytes()),
    dumpInvisible: attr(uapi.TCA_DUMP_INVISIBLE, flag),
    /** Number of the chain that a filter is in. */
    chain: attr(uapi.TCA_CHAIN, u32),
    hwOffload: attr(uapi.TCA_HW_OFFLOAD, u8),
    /** Blocks of filters shared by several qdiscs. */
    ingressBlock: attr(uapi.TCA_INGRESS_BLOCK, u32),
    egressBlock: attr(uapi.TCA_EGRESS_BLOCK, u32),
    dumpFlags: attr(uapi.TCA_DUMP_FLAGS, bitfield32),
    extWarnMsg: attr(uapi.TCA_EXT_WARN_MSG, str()),
  });
}
