import * as uapi from "../../../uapi/tc_act/tc_mirred.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { u32 } from "../../../wire/scalars.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";
import { bytes } from "../../../wire/text.ts";
import { tcGen } from "../tc-gen.ts";
import { tcfTimes } from "../tcf-times.ts";

/** struct tc_mirred, linux/tc_act/tc_mirred.h */
const tcMirred = struct("tc_mirred", {
  ...tcGen,
  /** TCA_EGRESS_REDIR and so on. */
  eaction: field.s32,
  /** Of the link that packets go to. */
  ifindex: field.u32,
});

export const mirredAttrs = attrSet("TCA_MIRRED", {
  tm: attr(uapi.TCA_MIRRED_TM, tcfTimes),
  parms: attr(uapi.TCA_MIRRED_PARMS, structCodec(tcMirred)),
  pad: attr(uapi.TCA_MIRRED_PAD, bytes()),
  /** In place of a link. */
  blockid: attr(uapi.TCA_MIRRED_BLOCKID, u32),
});

/** Options of the action mirred: packets, or copies of them, go by another link. */
export interface MirredData extends AttrsOf<typeof mirredAttrs> {}

export const mirred: Codec<MirredData> = nest(mirredAttrs);
