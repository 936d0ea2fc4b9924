import t from "tap";
import { formatTcHandle, parseTcHandle } from "../../../../src/netlink/route/tc/tc-handle.ts";
import { WireError } from "../../../../src/netlink/wire/codec.ts";

const HANDLES: readonly (readonly [text: string, handle: number])[] = [
  ["1:", 0x10000],
  ["1:10", 0x10010],
  ["ffff:", 0xffff0000],
  ["ffff:fff1", 0xfffffff1],
  ["ffff:fff3", 0xfffffff3],
  [":10", 0x10],
  ["abcd:ef", 0xabcd00ef],
  ["root", 0xffffffff],
  ["none", 0],
];

t.test("handles are what tc says", async (t) => {
  for (const [text, handle] of HANDLES) {
    t.equal(parseTcHandle(text), handle, text);
    t.equal(formatTcHandle(handle), text, text);
  }
  t.equal(parseTcHandle("ingress"), 0xfffffff1);
  t.equal(parseTcHandle("clsact"), 0xfffffff1);
  t.equal(parseTcHandle("FFFF:A"), 0xffff000a);
});

t.test("what is no handle is refused", async (t) => {
  for (const text of ["", "1", "1:10000", "10000:", "1:g", "1:1:1", "toString"]) {
    t.throws(() => parseTcHandle(text), WireError, text);
  }
});
