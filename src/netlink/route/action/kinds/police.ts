import * as uapi from "../../../uapi/pkt_cls.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { u32, u64 } from "../../../wire/scalars.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";
import { bytes } from "../../../wire/text.ts";
import { tcRatespec } from "../../tc/rate-spec.ts";
import { tcfTimes } from "../tcf-times.ts";

/** struct tc_police, linux/pkt_cls.h */
const tcPolice = struct("tc_police", {
  index: field.u32,
  /** TC_ACT_*: what becomes of a packet that exceeds the rate. */
  action: field.s32,
  limit: field.u32,
  /** In ticks of the packet scheduler. */
  burst: field.u32,
  mtu: field.u32,
  rate: field.struct(tcRatespec),
  peakrate: field.struct(tcRatespec),
  refcnt: field.s32,
  bindcnt: field.s32,
  capab: field.u32,
});

export const policeAttrs = attrSet("TCA_POLICE", {
  tbf: attr(uapi.TCA_POLICE_TBF, structCodec(tcPolice)),
  /** Rate table. */
  rate: attr(uapi.TCA_POLICE_RATE, bytes()),
  peakrate: attr(uapi.TCA_POLICE_PEAKRATE, bytes()),
  avrate: attr(uapi.TCA_POLICE_AVRATE, u32),
  /** Verdict for what is within the rate. */
  result: attr(uapi.TCA_POLICE_RESULT, u32),
  tm: attr(uapi.TCA_POLICE_TM, tcfTimes),
  pad: attr(uapi.TCA_POLICE_PAD, bytes()),
  rate64: attr(uapi.TCA_POLICE_RATE64, u64),
  peakrate64: attr(uapi.TCA_POLICE_PEAKRATE64, u64),
  /** Packets a second. */
  pktrate64: attr(uapi.TCA_POLICE_PKTRATE64, u64),
  /** How long the burst takes at that rate, in ticks of the packet scheduler. */
  pktburst64: attr(uapi.TCA_POLICE_PKTBURST64, u64),
});

/** Options of the action police: a verdict for what exceeds a rate. */
export interface PoliceData extends AttrsOf<typeof policeAttrs> {}

export const police: Codec<PoliceData> = nest(policeAttrs);
