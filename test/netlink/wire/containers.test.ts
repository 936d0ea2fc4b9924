import t from "tap";
import { attr, attrSet } from "../../../src/netlink/wire/attr-table.ts";
import { arrayOf, list, nest, unflaggedNest } from "../../../src/netlink/wire/containers.ts";
import { be16, u8, u32 } from "../../../src/netlink/wire/scalars.ts";
import { context, decodeWith, encodeWith, hex, refusal, toHex } from "../bytes.ts";

const vlan = attrSet("VLAN", { id: attr(1, be16), flags: attr(2, u8) });

t.test("nests with and without NLA_F_NESTED", (t) => {
  const value = { id: 5 };
  const set = attrSet("SET", {
    a: attr(1, nest(vlan)),
    b: attr(
      2,
      unflaggedNest(() => vlan),
    ),
  });
  t.equal(
    toHex(encodeWith(nest(set), { a: value, b: value })),
    "0c0001800600010000050000" + "0c0002000600010000050000",
  );
  t.same(decodeWith(nest(set), hex("0c0001000600010000050000")), { a: value }, "the flag is not needed to read one");
  t.end();
});

t.test("lists", (t) => {
  const codec = list(attr(1, nest(vlan)));
  const text = "0c0001800600010000050000" + "0c0001800600010000060000";
  t.same(decodeWith(codec, hex(text)), [{ id: 5 }, { id: 6 }]);
  t.equal(toHex(encodeWith(codec, [{ id: 5 }, { id: 6 }])), text);
  t.same(decodeWith(codec, hex("")), []);

  const into = context();
  t.same(decodeWith(codec, hex("0c00018006000100000500000900018005000100aa"), into), [
    { id: 5 },
    { "#1": [{ flags: 0, bytes: hex("aa") }] },
  ]);
  t.same(into.issues, [{ path: "1.id", reason: "expected 2 bytes, got 1" }], "with the place in the list");

  t.equal(
    refusal(() => decodeWith(codec, hex("0400020006000100"))),
    "expected type 1, got 2",
  );
  t.match(
    refusal(() => decodeWith(codec, hex("0400010009000100"))),
    /^attribute length 9 at offset 4/,
    "nothing is lost quietly",
  );
  t.equal(
    refusal(() => encodeWith(codec, [{}, { id: -1 }])),
    "1.id: expected an integer from 0 to 65535, got -1",
  );
  t.match(
    refusal(() => encodeWith(codec, {} as [])),
    /^expected an array/,
  );
  t.end();
});

t.test("packed arrays", (t) => {
  const codec = arrayOf(u32, 4);
  t.same(decodeWith(codec, hex("0100000002000000")), [1, 2]);
  t.equal(toHex(encodeWith(codec, [1, 2])), "0100000002000000");
  t.equal(
    refusal(() => decodeWith(codec, hex("010000"))),
    "3 bytes are no multiple of 4",
  );
  t.match(
    refusal(() => encodeWith(codec, 5 as unknown as number[])),
    /^expected an array/,
  );
  t.end();
});
