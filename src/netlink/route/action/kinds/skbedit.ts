import * as uapi from "../../../uapi/tc_act/tc_skbedit.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { u16, u32, u64 } from "../../../wire/scalars.ts";
import { struct, structCodec } from "../../../wire/struct.ts";
import { bytes } from "../../../wire/text.ts";
import { tcGen } from "../tc-gen.ts";
import { tcfTimes } from "../tcf-times.ts";

/** struct tc_skbedit, linux/tc_act/tc_skbedit.h */
const tcSkbedit = struct("tc_skbedit", tcGen);

export const skbeditAttrs = attrSet("TCA_SKBEDIT", {
  tm: attr(uapi.TCA_SKBEDIT_TM, tcfTimes),
  parms: attr(uapi.TCA_SKBEDIT_PARMS, structCodec(tcSkbedit)),
  /** A class, as a handle: `1:2` is 0x10002. */
  priority: attr(uapi.TCA_SKBEDIT_PRIORITY, u32),
  /** The queue that the packet goes out by. */
  queueMapping: attr(uapi.TCA_SKBEDIT_QUEUE_MAPPING, u16),
  mark: attr(uapi.TCA_SKBEDIT_MARK, u32),
  pad: attr(uapi.TCA_SKBEDIT_PAD, bytes()),
  /** PACKET_HOST and so on: for whom the packet is taken to be. */
  ptype: attr(uapi.TCA_SKBEDIT_PTYPE, u16),
  /** Which bits of the mark are changed. */
  mask: attr(uapi.TCA_SKBEDIT_MASK, u32),
  /** SKBEDIT_F_*: what no attribute says. */
  flags: attr(uapi.TCA_SKBEDIT_FLAGS, u64),
  /** With `queueMapping`, the last of the queues that are chosen from by the packet's hash. Linux 6.0. */
  queueMappingMax: attr(uapi.TCA_SKBEDIT_QUEUE_MAPPING_MAX, u16),
});

/** Options of the action skbedit: what the kernel knows of a packet beside its bytes. */
export interface SkbeditData extends AttrsOf<typeof skbeditAttrs> {}

export const skbedit: Codec<SkbeditData> = nest(skbeditAttrs);
