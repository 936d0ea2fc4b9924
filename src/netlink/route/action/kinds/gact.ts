import * as uapi from "../../../uapi/tc_act/tc_gact.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";
import { bytes } from "../../../wire/text.ts";
import { tcGen } from "../tc-gen.ts";
import { tcfTimes } from "../tcf-times.ts";

/** struct tc_gact, linux/tc_act/tc_gact.h */
const tcGact = struct("tc_gact", tcGen);

/** struct tc_gact_p */
const tcGactP = struct("tc_gact_p", {
  /** PGACT_* */
  ptype: field.u16,
  pval: field.u16,
  paction: field.s32,
});

export const gactAttrs = attrSet("TCA_GACT", {
  tm: attr(uapi.TCA_GACT_TM, tcfTimes),
  parms: attr(uapi.TCA_GACT_PARMS, structCodec(tcGact)),
  /** Another verdict now and then. */
  prob: attr(uapi.TCA_GACT_PROB, structCodec(tcGactP)),
  pad: attr(uapi.TCA_GACT_PAD, bytes()),
});

/** Options of the action gact: a verdict, `drop` or `pass`. */
export interface GactData extends AttrsOf<typeof gactAttrs> {}

export const gact: Codec<GactData> = nest(gactAttrs);
