import t from "tap";
import { bytes, str, unterminated } from "../../../src/netlink/wire/text.ts";
import { decodeWith, encodeWith, hex, refusal, toHex, viewOf } from "../bytes.ts";

t.test("text with NUL", (t) => {
  t.equal(toHex(encodeWith(str(15), "eth0")), "6574683000");
  t.equal(toHex(encodeWith(str(15), "")), "00");
  t.equal(decodeWith(str(), hex("6574683000")), "eth0");
  t.equal(decodeWith(str(), hex("65746830")), "eth0", "old kernels leave the NUL out");
  t.equal(decodeWith(str(), hex("657400683000")), "et", "what follows the first NUL is none of it");
  t.equal(decodeWith(str(), hex("")), "");
  t.equal(decodeWith(str(), hex("c3bc62657200ff")), "über");
  t.equal(toHex(encodeWith(str(), "über")), "c3bc62657200");
  t.equal(decodeWith(str(), hex("efbbbf6100")), "\ufeffa", "a byte order mark is part of the name");
  t.equal(toHex(encodeWith(str(), "\ufeffa")), "efbbbf6100");
  t.end();
});

t.test("text without NUL", (t) => {
  t.equal(toHex(encodeWith(unterminated(4), "door")), "646f6f72");
  t.equal(toHex(encodeWith(unterminated(4), "")), "");
  t.equal(decodeWith(unterminated(4), hex("646f6f7200")), "door");
  t.end();
});

t.test("text that cannot be", (t) => {
  t.equal(
    refusal(() => decodeWith(str(), hex("61ff00"))),
    "not valid UTF-8",
  );
  t.equal(
    refusal(() => encodeWith(str(), "a\0b")),
    "text contains a NUL character",
  );
  t.equal(
    refusal(() => encodeWith(str(3), "übe")),
    '"übe" is 4 bytes long, at most 3 fit',
    "bytes, not characters",
  );
  t.equal(
    refusal(() => encodeWith(str(), 5 as unknown as string)),
    "expected a string, got 5",
  );
  t.end();
});

t.test("bytes", (t) => {
  const view = viewOf(hex("010203"));
  const decoded = bytes().decode(view, 1, 3, { path: [], issues: [] });
  view.setUint8(1, 9);
  t.same(decoded, hex("0203"), "a copy: receive buffers are used again");
  t.equal(toHex(encodeWith(bytes(2), hex("0203"))), "0203");
  t.equal(
    refusal(() => encodeWith(bytes(2), hex("01"))),
    "expected 2 bytes, got 1",
  );
  t.equal(
    refusal(() => decodeWith(bytes(2), hex("01"))),
    "expected 2 bytes, got 1",
  );
  t.equal(
    refusal(() => encodeWith(bytes(), [1] as unknown as Uint8Array)),
    "expected a Uint8Array",
  );
  t.end();
});
