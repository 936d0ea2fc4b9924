import t from "tap";
import { ip } from "../../../src/netlink/wire/addresses.ts";
import { attr, attrSet, multi } from "../../../src/netlink/wire/attr-table.ts";
import { nest, variant } from "../../../src/netlink/wire/containers.ts";
import { u16, u32 } from "../../../src/netlink/wire/scalars.ts";
import { bytes, str } from "../../../src/netlink/wire/text.ts";
import { Writer } from "../../../src/netlink/wire/writer.ts";
import { context, hex, refusal, toHex, viewOf } from "../bytes.ts";

const inner = attrSet("INNER", { port: attr(1, u16), name: attr(2, str(4)) });
const set = attrSet("OUTER", {
  zero: attr(0, u16),
  index: attr(1, u32),
  dst: attr(2, ip),
  list: multi(attr(3, u16)),
  kind: attr(4, str()),
  data: variant<unknown>(5, { selector: "kind", arms: { inner: nest(inner), number: u32 } }),
  nest: attr(6, nest(inner)),
  self: attr(
    7,
    nest((): typeof inner => recursive),
  ),
});
const recursive = set as unknown as typeof inner;

function decode(text: string): Record<string, unknown> {
  const payload = hex(text);
  const value = {};
  const into = context();
  set.decodeInto(value, { view: viewOf(payload), start: 0, end: payload.length }, into);
  return into.issues.length === 0 ? value : { ...value, issues: into.issues };
}

function encode(value: object): string {
  const writer = new Writer(1);
  set.encode(writer, value);
  return toHex(writer.finish());
}

t.test("values, in the order of the bytes and back", (t) => {
  const text = `08000200 0a010005 06000300 01000000 06000000 02000000 06000300 03000000 08000100 05000000
    14000680 06000100 50000000 06000200 61000000`.replaceAll(/\s/g, "");
  const value = decode(text);
  t.same(value, { dst: "10.1.0.5", list: [1, 3], zero: 2, index: 5, nest: { port: 80, name: "a" } });
  t.same(Object.keys(value), ["dst", "list", "zero", "index", "nest"]);
  const repeatedTogether = `08000200 0a010005 06000300 01000000 06000300 03000000 06000000 02000000 08000100 05000000
    14000680 06000100 50000000 06000200 61000000`.replaceAll(/\s/g, "");
  t.equal(encode(value), repeatedTogether, "only what repeats is brought together");
  t.end();
});

t.test("what is undefined is not sent, what is zero is", (t) => {
  t.equal(encode({ index: undefined, zero: 0 }), "0600000000000000");
  const writer = new Writer();
  set.encode(writer, { index: 1, zero: 0 }, new Set(["zero"]));
  t.equal(toHex(writer.finish()), "0800010001000000", "nor what the caller has written already");
  t.end();
});

t.test("unknown attributes are kept and written back, flags and all", (t) => {
  const text = "0500090001000000 0600094002030000 08000c80 11223344".replaceAll(" ", "");
  const value = decode(text);
  t.same(value, {
    "#9": [
      { flags: 0, bytes: hex("01") },
      { flags: 0x4000, bytes: hex("0203") },
    ],
    "#12": [{ flags: 0x8000, bytes: hex("11223344") }],
  });
  t.equal(encode(value), text);
  t.equal(encode({ "#9": [{ flags: 0x8001, bytes: hex("") }] }), "04000980", "flags are nothing but flags");
  t.equal(encode({ "#9": [{ bytes: hex("") }] }), "04000900");
  t.end();
});

t.test("a payload that its codec refuses is an issue and stays raw; the others are read", (t) => {
  const text = "05000200aa000000 0800010005000000 0c000680 0500010007000000".replaceAll(" ", "");
  const value = decode(text);
  t.same(value, {
    "#2": [{ flags: 0, bytes: hex("aa") }],
    index: 5,
    nest: { "#1": [{ flags: 0, bytes: hex("07") }] },
    issues: [
      { path: "dst", reason: "expected 4 or 16 bytes of an IP address, got 1" },
      { path: "nest.port", reason: "expected 2 bytes, got 1" },
    ],
  });
  const { issues: _, ...rest } = value;
  t.equal(encode(rest), text);
  t.end();
});

t.test("flags of a known attribute do not hide it", (t) => {
  t.same(decode("0800018005000000"), { index: 5 });
  t.same(decode("0800014005000000"), { index: 5 });
  t.end();
});

t.test("framing", (t) => {
  t.same(decode(""), {});
  t.same(decode("0600000002"), {
    issues: [{ path: "", reason: "attribute length 6 at offset 0 does not fit the 5 bytes left" }],
  });
  t.same(decode("060000000200"), { zero: 2 }, "the last attribute need not be padded");
  t.same(decode("06000000020000"), { zero: 2 }, "or not wholly");
  t.same(decode("0600000002000000 ffffff"), { zero: 2 }, "less than a header at the end is padding");
  t.match(decode("0600000002000000 03000100"), { zero: 2, issues: [{ path: "", reason: /length 3 at offset 8/ }] });
  t.match(
    decode("0600000002000000 00000000"),
    { zero: 2, issues: [{ reason: /length 0 at offset 8/ }] },
    "no endless loop",
  );
  t.match(decode("0c000680 0900010007000000"), {
    nest: {},
    issues: [{ path: "nest", reason: /length 9 at offset 0/ }],
  });
  t.end();
});

t.test("variants: the selector may come later, and keys stay in place", (t) => {
  const text = "0c000580 06000100 50000000 0a000400 696e6e657200 0000".replaceAll(" ", "");
  const value = decode(text);
  t.same(value, { data: { port: 80 }, kind: "inner" });
  t.same(Object.keys(value), ["data", "kind"]);
  t.equal(encode(value), text);
  t.same(decode("0800050007000000 0b000400 6e756d62657200 00"), { data: 7, kind: "number" });
  t.end();
});

t.test("variants without an arm are bytes", (t) => {
  t.same(decode("0800050007000000"), { data: hex("07000000") }, "no selector");
  for (const kind of ["other", "constructor", "__proto__", "toString"]) {
    const selector = new Writer();
    set.encode(selector, { kind });
    const value = decode(`${toHex(selector.finish())}0800050007000000`);
    t.same(value, { kind, data: hex("07000000") }, kind);
    t.equal(encode(value), `${toHex(selector.finish())}0800050007000000`, kind);
  }
  t.match(decode("0b000400 6e756d6265720000 0600050007000000"), {
    kind: "number",
    "#5": [{ bytes: hex("0700") }],
    issues: [{ path: "data", reason: "expected 4 bytes, got 2" }],
  });
  t.notOk("data" in decode("0b000400 6e756d6265720000 0600050007000000"));
  t.match(
    decode("0b000400 6e756d6265720000 0800050007000000 0600050007000000"),
    { data: 7, "#5": [{ bytes: hex("0700") }] },
    "a second one that cannot be read does not take the first",
  );
  t.end();
});

t.test("crafted depth ends in an issue, not in a stack overflow", (t) => {
  const depth = 5000;
  const payload = new Uint8Array(4 * depth);
  const view = new DataView(payload.buffer);
  for (let i = 0; i < depth; i++) {
    view.setUint16(4 * i, 4 * (depth - i), true);
    view.setUint16(4 * i + 2, 7, true);
  }
  const into = context();
  set.decodeInto({}, { view, start: 0, end: payload.length }, into);
  t.match(into.issues, [{ path: /^self\.self\./, reason: "nested deeper than 32 levels" }]);
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  t.match(
    refusal(() => encode(circle)),
    /nested deeper than 32 levels$/,
  );
  t.end();
});

t.test("what an object may not hold, named by its path", (t) => {
  const table: [value: unknown, reason: string | RegExp][] = [
    [{ nest: { port: 70000 } }, "nest.port: expected an integer from 0 to 65535, got 70000"],
    [{ nest: { nmae: "a" } }, "nest.nmae: INNER has no attribute of this name"],
    [{ constructor: 1 }, "constructor: OUTER has no attribute of this name"],
    [{ list: 5 }, "list: expected an array, got 5"],
    [{ list: [1, -1] }, /^list: /],
    [{ nest: null }, "nest: expected an object of INNER attributes, got null"],
    [{ nest: "text" }, /^nest: expected an object/],
    [{ nest: [1] }, /^nest: expected an object/],
    [{ nest: new Uint8Array(4) }, /^nest: expected an object/],
    [{ "#9": hex("01") }, /^#9: expected an array/],
    [{ "#9": [{ flags: 0 }] }, /^#9: raw attributes are given as/],
    [{ "#9": [undefined] }, /^#9: raw attributes are given as/],
    [{ "#16384": [{ flags: 0, bytes: hex("") }] }, /^#16384: raw attributes/],
    [{ "#": [] }, /^#: OUTER has no attribute/],
    [{ "#-1": [] }, /^#-1: OUTER has no attribute/],
    [{ kind: "number", data: {} }, /^data: expected an integer/],
    [{ data: new Uint8Array(65536) }, "data: attribute of 65540 bytes exceeds the 65535 that nla_len can say"],
    [{ nest: { "#9": [{ bytes: new Uint8Array(0xffff - 4) }] } }, /^nest: attribute of 65540 bytes/],
  ];
  for (const [value, reason] of table)
    t.match(
      refusal(() => encode(value as object)),
      reason,
    );
  t.end();
});

t.test("a mistake that is no WireError is nobody's issue", (t) => {
  const broken = attrSet("BROKEN", {
    a: attr(1, {
      ...bytes(),
      decode() {
        throw new RangeError("bug");
      },
    }),
  });
  const view = viewOf(hex("04000100"));
  t.throws(() => broken.decodeInto({}, { view, start: 0, end: 4 }, context()), RangeError);
  t.end();
});

t.test("names by number", (t) => {
  t.equal(set.nameOf(5), "data");
  t.equal(set.nameOf(99), "#99");
  t.end();
});
