import * as uapi from "../../../uapi/pkt_cls.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { unflaggedNest } from "../../../wire/containers.ts";
import { u32 } from "../../../wire/scalars.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";
import { bytes } from "../../../wire/text.ts";
import { actionList } from "../../action/action-list.ts";

/** struct tc_matchall_pcnt, linux/pkt_cls.h */
const tcMatchallPcnt = struct("tc_matchall_pcnt", { rhit: field.u64 });

export const matchallAttrs = attrSet("TCA_MATCHALL", {
  classid: attr(uapi.TCA_MATCHALL_CLASSID, u32),
  act: attr(uapi.TCA_MATCHALL_ACT, actionList),
  /** TCA_CLS_FLAGS_* */
  flags: attr(uapi.TCA_MATCHALL_FLAGS, u32),
  pcnt: attr(uapi.TCA_MATCHALL_PCNT, structCodec(tcMatchallPcnt)),
  pad: attr(uapi.TCA_MATCHALL_PAD, bytes()),
});

/** Options of `tc filter … matchall`: every packet. */
export interface MatchallData extends AttrsOf<typeof matchallAttrs> {}

export const matchall: Codec<MatchallData> = unflaggedNest(matchallAttrs);
