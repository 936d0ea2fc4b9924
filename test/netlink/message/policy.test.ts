import t from "tap";
import { formatPolicy } from "../../../src/netlink/message/format-policy.ts";
import { type AttrPolicy, policyAttrs } from "../../../src/netlink/message/policy.ts";
import { context, hex, viewOf } from "../bytes.ts";

t.test("rules in words", (t) => {
  const table: [policy: AttrPolicy, words: string][] = [
    [{ type: 11, maxLength: 15 }, "string of at most 15 bytes"],
    [{ type: 3, minValueU: 0n, maxValueU: 4094n }, "u16 from 0 to 4094"],
    [{ type: 8, minValueS: -1n, maxValueS: 5n }, "s32 from -1 to 5"],
    [{ type: 4, minValueU: 68n }, "u32 from 68 to any"],
    [{ type: 4, mask: 0x1fn }, "u32 within the bits 0x1f"],
    [{ type: 15, bitfield32Mask: 3 }, "bitfield32 within the bits 0x3"],
    [{ type: 10, minLength: 6, maxLength: 6 }, "binary of 6 bytes"],
    [{ type: 10, minLength: 4 }, "binary of at least 4 bytes"],
    [{ type: 13, policyIdx: 2, policyMaxtype: 9 }, "nested"],
    [{ type: 99 }, "type 99"],
    [{}, "invalid"],
  ];
  for (const [policy, words] of table) t.equal(formatPolicy(policy), words);
  t.end();
});

t.test("as the kernel sends it: u64 without padding before it, signed bounds as two's complement", (t) => {
  const bytes = hex("08000100 08000000  0c000200 ffffffffffffffff  0c000300 0500000000000000");
  const policy: AttrPolicy = {};
  policyAttrs.decodeInto(policy, { view: viewOf(bytes, 1), start: 0, end: bytes.length }, context());
  t.same(policy, { type: 8, minValueS: -1n, maxValueS: 5n });
  t.end();
});
