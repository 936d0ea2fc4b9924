import { field, struct } from "../../wire/struct.ts";

/** struct tcmsg, linux/rtnetlink.h: how every message of a qdisc, class or filter starts. */
export const tcmsg = struct("tcmsg", {
  family: field.u8,
  pad: field.pad(3),
  /** Index of the link. */
  index: field.s32,
  /** `formatTcHandle` says it as `tc` does; 0 lets the kernel choose. */
  handle: field.u32,
  /** Where it is attached: TC_H_ROOT, TC_H_INGRESS, or the handle of a qdisc or class. */
  parent: field.u32,
  /** Of a qdisc how many refer to it, of a class the handle of the qdisc inside, of a filter its priority and protocol. */
  info: field.u32,
});
