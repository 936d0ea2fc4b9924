import { field, type StructValue, struct } from "../../../wire/struct.ts";
import { type Extension, xtMembers } from "../extension.ts";

const fields = { mark: field.u32, mask: field.u32 };

/** The bits of `mask` are cleared, then those of `mark` flipped: struct xt_mark_tginfo2, linux/netfilter/xt_mark.h. */
export type SetMark = StructValue<typeof fields>;

/** `-j MARK` */
export const setMark: Extension<SetMark> = {
  name: "MARK",
  revision: 2,
  info: xtMembers(struct("xt_mark_tginfo2", fields)),
  format: ({ mark, mask }) => `--set-xmark 0x${mark.toString(16)}/0x${mask.toString(16)}`,
};
