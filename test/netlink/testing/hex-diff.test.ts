import t from "tap";
import { hexDiff, hexDump } from "../../../src/netlink/testing/index.ts";
import { hex } from "../bytes.ts";

t.test("four bytes a line", (t) => {
  t.equal(hexDump(hex("0102030405")), "  0000  01 02 03 04\n  0004  05");
  t.equal(hexDump(hex("")), "");
  t.end();
});

t.test("differences", (t) => {
  t.equal(hexDiff(hex("01020304"), hex("01020304")), "");
  t.equal(
    hexDiff(hex("01020304 05060708 09"), hex("01020304 05060700")),
    "  0000  01 02 03 04\n- 0004  05 06 07 00\n+ 0004  05 06 07 08\n+ 0008  09",
  );
  t.equal(hexDiff(hex(""), hex("01")), "- 0000  01");
  t.end();
});
