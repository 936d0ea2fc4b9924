import t from "tap";
import { findAddressFamily, splitPrefix } from "../../../src/netlink/route/prefix-text.ts";
import { refusal } from "../bytes.ts";

t.test("a prefix is taken apart", async (t) => {
  t.strictSame(splitPrefix("10.1.0.5/16", "dst"), { family: 2, address: "10.1.0.5", length: 16 });
  t.strictSame(splitPrefix("0.0.0.0/0", "dst"), { family: 2, address: "0.0.0.0", length: 0 });
  t.strictSame(splitPrefix("fe80::1/64", "dst"), { family: 10, address: "fe80::1", length: 64 });
  t.strictSame(splitPrefix("10.1.0.5", "dst"), { family: 2, address: "10.1.0.5", length: 32 });
  t.strictSame(splitPrefix("fe80::1", "dst"), { family: 10, address: "fe80::1", length: 128 });
});

t.test("anything else is refused with the name of the member", async (t) => {
  for (const text of [
    "",
    "/16",
    "10.1/16",
    "10.1.0.5/",
    "10.1.0.5/33",
    "fe80::1/129",
    "10.1.0.5/-1",
    "10.1.0.5/1e1",
    "default",
  ]) {
    t.match(
      refusal(() => splitPrefix(text, "dst")),
      /^dst: expected an address with a prefix length/,
      text,
    );
  }
});

t.test("the family of an address", async (t) => {
  t.equal(findAddressFamily("10.1.0.5"), 2);
  t.equal(findAddressFamily("::ffff:10.1.0.5"), 10);
  t.equal(findAddressFamily("10.1.0.5/16"), undefined);
});
