import t from "tap";
import { type MessageCodec, messageAttr, messageCodec } from "../../../src/netlink/message/message-codec.ts";
import { attr, attrSet } from "../../../src/netlink/wire/attr-table.ts";
import type { Codec } from "../../../src/netlink/wire/codec.ts";
import { nest } from "../../../src/netlink/wire/containers.ts";
import { u16, u32 } from "../../../src/netlink/wire/scalars.ts";
import { field, struct } from "../../../src/netlink/wire/struct.ts";
import { Writer } from "../../../src/netlink/wire/writer.ts";
import { hex, refusal, toHex, viewOf } from "../bytes.ts";

interface Thing {
  family?: number;
  index?: number;
  port?: number;
  number?: number;
  peer?: Thing;
  nest?: { peer?: Thing };
}

const header = struct("thingmsg", { family: field.u8, pad: field.pad(3), index: field.s32 });
const peer = attr(3, messageAttr(() => thing) as Codec<Thing>);
const plain = attrSet("THING", { port: attr(1, u16), peer, nest: attr(4, nest(attrSet("NEST", { peer }))) });
const other = attrSet("OTHER", { number: attr(1, u32) });
const thing = messageCodec(header, ({ family }) =>
  family === 7 ? (other as unknown as typeof plain) : plain,
) as unknown as MessageCodec<Thing, Thing>;

const decode = (text: string): Thing => thing.decode(viewOf(hex(text)), 0, hex(text).length);

function encode(value: Thing): string {
  const writer = new Writer(1);
  thing.encode(writer, value);
  return toHex(writer.finish());
}

t.test("members of the struct and attributes in one object, both ways", (t) => {
  const text = "01000000ffffffff 0600010050000000".replaceAll(" ", "");
  t.same(decode(text), { family: 1, index: -1, port: 80 });
  t.equal(encode({ port: 80, index: -1, family: 1 }), text);
  t.equal(encode({}), "0000000000000000");
  t.equal(
    refusal(() => decode("01000000ffff")),
    "thingmsg needs 8 bytes, got 6",
  );
  t.end();
});

t.test("the struct chooses the attributes", (t) => {
  const text = "0700000000000000 0800010050000000".replaceAll(" ", "");
  t.same(decode(text), { family: 7, index: 0, number: 80 });
  t.equal(encode({ family: 7, number: 80 }), text);
  t.match(
    refusal(() => encode({ family: 1, number: 80 })),
    "number: THING has no attribute of this name",
  );
  t.end();
});

t.test("issues are on the message, and not sent with it", (t) => {
  const value = decode("0100000000000000 05000100aa000000");
  t.same(value, {
    family: 1,
    index: 0,
    "#1": [{ flags: 0, bytes: hex("aa") }],
    issues: [{ path: "port", reason: "expected 2 bytes, got 1" }],
  });
  t.equal(encode(value), "010000000000000005000100aa000000");
  t.notOk("issues" in decode("0100000000000000"));
  t.end();
});

t.test("a message as an attribute, its issues on the outermost", (t) => {
  const inner = "02000000 05000000 05000100 aa000000";
  t.same(decode(`01000000 00000000 18000480 14000380 ${inner}`), {
    family: 1,
    index: 0,
    nest: { peer: { family: 2, index: 5, "#1": [{ flags: 0, bytes: hex("aa") }] } },
    issues: [{ path: "nest.peer.port", reason: "expected 2 bytes, got 1" }],
  });
  t.match(decode("0100000000000000 08000380 02000000"), {
    "#3": [{}],
    issues: [{ path: "peer", reason: "thingmsg needs 8 bytes, got 4" }],
  });
  t.equal(refusal(() => encode({ nest: { peer: { port: -1 } } }))?.split(":")[0], "nest.peer.port");
  t.equal(refusal(() => encode({ nest: { peer: { family: 999 } } }))?.split(":")[0], "nest.peer.family");
  t.end();
});

t.test("offsets in the struct, in attributes, in messages within", (t) => {
  const bytes = hex(encode({ port: 80, nest: { peer: { port: 81 } } }));
  const locate = (offset: number): string => thing.locate(viewOf(bytes), 0, bytes.length, offset).path.join(".");
  const table: [number, string][] = [
    [0, "family"],
    [3, "family"],
    [4, "index"],
    [7, "index"],
    [8, "port"],
    [16, "nest"],
    [20, "nest.peer"],
    [24, "nest.peer.family"],
    [28, "nest.peer.index"],
    [32, "nest.peer.port"],
    [99, ""],
  ];
  for (const [offset, path] of table) t.equal(locate(offset), path, `offset ${offset}`);
  t.equal(thing.locate(viewOf(bytes), 0, bytes.length, 20).inside?.nameOf(1), "port", "what is missing in a peer");
  const raw = hex("0100000000000000 08000380 02000000");
  t.same(thing.locate(viewOf(raw), 0, raw.length, 12).path, ["peer"], "one that is no message");
  t.end();
});
