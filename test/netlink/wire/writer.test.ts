import t from "tap";
import { Writer } from "../../../src/netlink/wire/writer.ts";
import { hex, refusal, toHex } from "../bytes.ts";

t.test("it grows and keeps what it has", (t) => {
  const writer = new Writer(1);
  for (let i = 0; i < 300; i++) writer.u8(i & 255);
  writer.u64(1n);
  t.equal(writer.length, 308);
  t.equal(writer.finish()[299], 299 & 255);
  t.equal(toHex(writer.finish().subarray(300)), "0100000000000000");
  t.end();
});

t.test("attributes: length without padding, padding zeroed", (t) => {
  const writer = new Writer(4);
  const outer = writer.openAttr(0x8001);
  const inner = writer.openAttr(2);
  writer.bytes(hex("aabbccddee"));
  writer.closeAttr(inner);
  writer.closeAttr(outer);
  t.equal(toHex(writer.finish()), "10000180" + "09000200" + "aabbccddee000000");
  t.end();
});

t.test("nla_len is a u16", (t) => {
  const writer = new Writer();
  const fits = writer.openAttr(1);
  writer.reserve(0xffff - 4);
  writer.closeAttr(fits);
  t.equal(toHex(writer.finish().subarray(0, 4)), "ffff0100");
  const mark = writer.openAttr(1);
  writer.path.push("data");
  writer.reserve(0xffff - 3);
  t.equal(
    refusal(() => writer.closeAttr(mark)),
    "data: attribute of 65536 bytes exceeds the 65535 that nla_len can say",
  );
  t.end();
});

t.test("what was taken back leaves no trace", (t) => {
  const writer = new Writer(16);
  writer.bytes(hex("0102030405060708"));
  writer.truncate(2);
  writer.reserve(4);
  t.equal(toHex(writer.finish()), "010200000000");
  t.end();
});
