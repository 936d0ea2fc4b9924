import * as uapi from "../../../uapi/pkt_cls.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { arrayOf, unflaggedNest } from "../../../wire/containers.ts";
import { u32 as u32Scalar, u64 } from "../../../wire/scalars.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";
import { bytes, str } from "../../../wire/text.ts";
import { actionList } from "../../action/action-list.ts";
import { u32Sel } from "./u32-sel.ts";

/** struct tc_u32_mark, linux/pkt_cls.h */
const tcU32Mark = struct("tc_u32_mark", { val: field.u32, mask: field.u32, success: field.u32 });

export const u32Attrs = attrSet("TCA_U32", {
  classid: attr(uapi.TCA_U32_CLASSID, u32Scalar),
  /** The table and bucket that the filter is in; of a table, its own. */
  hash: attr(uapi.TCA_U32_HASH, u32Scalar),
  /** The table to go on with. */
  link: attr(uapi.TCA_U32_LINK, u32Scalar),
  /** How many buckets a table has. */
  divisor: attr(uapi.TCA_U32_DIVISOR, u32Scalar),
  sel: attr(uapi.TCA_U32_SEL, u32Sel),
  /** Attributes of the action police, in the form from before there were actions. */
  police: attr(uapi.TCA_U32_POLICE, bytes()),
  act: attr(uapi.TCA_U32_ACT, actionList),
  indev: attr(uapi.TCA_U32_INDEV, str()),
  /** How many packets were looked at, how many matched, and then how many each key did. */
  pcnt: attr(uapi.TCA_U32_PCNT, arrayOf(u64, 8)),
  mark: attr(uapi.TCA_U32_MARK, structCodec(tcU32Mark)),
  /** TCA_CLS_FLAGS_* */
  flags: attr(uapi.TCA_U32_FLAGS, u32Scalar),
  pad: attr(uapi.TCA_U32_PAD, bytes()),
});

/** Options of `tc filter … u32`: fields of the packet under masks. */
export interface U32Data extends AttrsOf<typeof u32Attrs> {}

export const u32: Codec<U32Data> = unflaggedNest(u32Attrs);
