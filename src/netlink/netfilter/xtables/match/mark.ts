import { field, struct } from "../../../wire/struct.ts";
import { type Extension, xtInfo } from "../extension.ts";

/** struct xt_mark_mtinfo1, linux/netfilter/xt_mark.h */
const xtMarkMtinfo1 = struct("xt_mark_mtinfo1", {
  mark: field.u32,
  mask: field.u32,
  invert: field.u8,
  end: field.pad(3),
});

/** Packets whose mark, under `mask`, is `mark`. */
export interface MarkTest {
  mark: number;
  mask: number;
  not?: true;
}

/** `-m mark`, as it was before iptables 1.8.9 wrote it in expressions of nf_tables. */
export const mark: Extension<MarkTest> = {
  name: "mark",
  revision: 1,
  info: xtInfo(xtMarkMtinfo1, {
    read: ({ mark, mask, invert }) => (invert === 0 ? { mark, mask } : { mark, mask, not: true }),
    write: ({ mark, mask, not }) => ({ mark, mask, invert: not === true ? 1 : 0 }),
  }),
  format: ({ mark, mask, not }) => `${not === true ? "! " : ""}--mark ${formatMark(mark, mask)}`,
};

/** `0x2000/0x2000`; without a mask that takes all bits. */
function formatMark(mark: number, mask: number): string {
  const value = `0x${mark.toString(16)}`;
  return mask === 0xffffffff ? value : `${value}/0x${mask.toString(16)}`;
}
