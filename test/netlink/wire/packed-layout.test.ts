import t from "tap";
import * as real from "#buffer-layout";
import * as packed from "../../../src/netlink/wire/packed-layout.ts";

type Layout = typeof packed;

/** A struct with a member of each kind, none where it would stand by itself. */
function declare(layout: Layout): { size: number; offsets: readonly (number | undefined)[] } {
  const numbers = ["u8", "u16", "s8", "u32", "u16be", "s16", "u32be", "s32"] as const;
  const members = numbers.map((kind) => layout[kind](kind));
  const made = layout.struct([layout.blob(3, "blob"), ...members, layout.blob(0, "nothing"), layout.u8("last")]);
  const names = ["blob", ...numbers, "nothing", "last", "unknown"];
  return { size: made.span, offsets: names.map((name) => made.offsetOf(name)) };
}

t.test("the executable lays structs out as buffer-layout does", (t) => {
  t.same(declare(packed), declare(real));
  t.same(declare(packed).offsets, [0, 3, 4, 6, 7, 11, 13, 15, 19, 23, 23, undefined], "without gaps");
  t.end();
});
