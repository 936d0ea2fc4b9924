import { field, struct } from "../../wire/struct.ts";

/** struct ifinfomsg, linux/rtnetlink.h */
export const ifinfomsg = struct("ifinfomsg", {
  family: field.u8,
  pad: field.pad(1),
  /** ARPHRD_* */
  type: field.u16,
  index: field.s32,
  /** IFF_* */
  flags: field.u32,
  /** Which of the flags a request changes. */
  change: field.u32,
});
