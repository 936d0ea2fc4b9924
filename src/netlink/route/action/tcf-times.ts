import { field, struct, structCodec } from "../../wire/struct.ts";

/** struct tcf_t, linux/pkt_cls.h: clock ticks (USER_HZ, a hundredth of a second) since each happened. */
export const tcfTimes = structCodec(
  struct("tcf_t", { install: field.u64, lastuse: field.u64, expires: field.u64, firstuse: field.u64 }),
  "firstuse",
);
