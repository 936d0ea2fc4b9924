import { field } from "../../wire/struct.ts";

/** tc_gen, linux/pkt_cls.h: how the parameters of every action start. */
export const tcGen = {
  /** Number of the action among those of its kind; 0 lets the kernel choose. */
  index: field.u32,
  capab: field.u32,
  /** TC_ACT_*: what becomes of the packet. */
  action: field.s32,
  refcnt: field.s32,
  bindcnt: field.s32,
} as const;
