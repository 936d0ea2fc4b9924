import { TCA_FQ_CODEL_XSTATS_CLASS, TCA_FQ_CODEL_XSTATS_QDISC } from "../../../uapi/pkt_sched.ts";
import { type Codec, WireError } from "../../../wire/codec.ts";
import { u32 } from "../../../wire/scalars.ts";
import { field, type StructValue, struct, structCodec } from "../../../wire/struct.ts";

const qdiscFields = {
  /** Bytes of the largest packet so far. */
  maxpacket: field.u32,
  dropOverlimit: field.u32,
  ecnMark: field.u32,
  newFlowCount: field.u32,
  newFlowsLen: field.u32,
  oldFlowsLen: field.u32,
  ceMark: field.u32,
  /** Bytes. */
  memoryUsage: field.u32,
  dropOvermemory: field.u32,
} as const;

const classFields = {
  deficit: field.s32,
  /** Microseconds that the last packet waited. */
  ldelay: field.u32,
  count: field.u32,
  lastcount: field.u32,
  dropping: field.u32,
  dropNext: field.s32,
} as const;

/** Counters of fq_codel (struct tc_fq_codel_xstats, linux/pkt_sched.h): of the qdisc, or of one flow. */
export type FqCodelXstats =
  | ({ type: typeof TCA_FQ_CODEL_XSTATS_QDISC } & Partial<StructValue<typeof qdiscFields>>)
  | ({ type: typeof TCA_FQ_CODEL_XSTATS_CLASS } & Partial<StructValue<typeof classFields>>);

const arms: Readonly<Record<number, Codec<object> | undefined>> = {
  [TCA_FQ_CODEL_XSTATS_QDISC]: structCodec(struct("tc_fq_codel_qd_stats", qdiscFields)) as Codec<object>,
  [TCA_FQ_CODEL_XSTATS_CLASS]: structCodec(struct("tc_fq_codel_cl_stats", classFields)) as Codec<object>,
};

function armOf(type: number): Codec<object> {
  const arm = arms[type];
  if (arm === undefined) throw new WireError(`struct tc_fq_codel_xstats has no type ${type}`);
  return arm;
}

/** Size of `type`. */
const TYPE_SIZE = 4;

export const fqCodelXstats: Codec<FqCodelXstats> = {
  typeName: "struct tc_fq_codel_xstats",
  decode(view, start, end, context) {
    if (end - start < TYPE_SIZE) throw new WireError(`struct tc_fq_codel_xstats needs ${TYPE_SIZE} bytes`);
    const type = u32.decode(view, start, start + TYPE_SIZE, context);
    return { type, ...armOf(type).decode(view, start + TYPE_SIZE, end, context) } as FqCodelXstats;
  },
  encode(writer, { type, ...counters }) {
    u32.encode(writer, type);
    armOf(type).encode(writer, counters);
  },
};
