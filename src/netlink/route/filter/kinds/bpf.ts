import * as uapi from "../../../uapi/pkt_cls.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { unflaggedNest } from "../../../wire/containers.ts";
import { u16, u32 } from "../../../wire/scalars.ts";
import { bytes, str } from "../../../wire/text.ts";
import { actionList } from "../../action/action-list.ts";

export const bpfAttrs = attrSet("TCA_BPF", {
  act: attr(uapi.TCA_BPF_ACT, actionList),
  /** Attributes of the action police, in the form from before there were actions. */
  police: attr(uapi.TCA_BPF_POLICE, bytes()),
  classid: attr(uapi.TCA_BPF_CLASSID, u32),
  /** How many instructions of classic BPF `ops` are. */
  opsLen: attr(uapi.TCA_BPF_OPS_LEN, u16),
  ops: attr(uapi.TCA_BPF_OPS, bytes()),
  /** Descriptor of a loaded program; only in requests. */
  fd: attr(uapi.TCA_BPF_FD, u32),
  name: attr(uapi.TCA_BPF_NAME, str()),
  /** TCA_BPF_FLAG_* */
  flags: attr(uapi.TCA_BPF_FLAGS, u32),
  /** TCA_CLS_FLAGS_* */
  flagsGen: attr(uapi.TCA_BPF_FLAGS_GEN, u32),
  tag: attr(uapi.TCA_BPF_TAG, bytes(8)),
  /** Of the loaded program. */
  id: attr(uapi.TCA_BPF_ID, u32),
});

/** Options of `tc filter … bpf`: what a program says. */
export interface BpfData extends AttrsOf<typeof bpfAttrs> {}

export const bpf: Codec<BpfData> = unflaggedNest(bpfAttrs);
