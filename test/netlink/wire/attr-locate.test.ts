import t from "tap";
import { attr, attrSet } from "../../../src/netlink/wire/attr-table.ts";
import { list, nest, variant } from "../../../src/netlink/wire/containers.ts";
import { u16, u32 } from "../../../src/netlink/wire/scalars.ts";
import { str } from "../../../src/netlink/wire/text.ts";
import { Writer } from "../../../src/netlink/wire/writer.ts";
import { hex } from "../bytes.ts";

const data = attrSet("DATA", { id: attr(1, u16), ports: attr(2, list(attr(1, u16))) });
const info = attrSet("INFO", {
  kind: attr(1, str()),
  data: variant<unknown>(2, { selector: "kind", arms: { vlan: nest(data) } }),
});
const set = attrSet("SET", { mtu: attr(4, u32), info: attr(18, nest(info)) });

const writer = new Writer();
set.encode(writer, {
  mtu: 1500,
  info: { data: { id: 5, ports: [7, 8] }, kind: "vlan" },
  "#77": [{ flags: 0, bytes: hex("01") }],
});
const encoded = writer.finish();
const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
const locate = (offset: number): string => set.locate(view, 0, encoded.length, offset).path.join(".");

t.test("every offset has the name of what stands there", (t) => {
  const places: [from: number, to: number, path: string][] = [
    [0, 8, "mtu"],
    [8, 12, "info"],
    [12, 16, "info.data"],
    [16, 22, "info.data.id"],
    [22, 24, "info.data"],
    [24, 28, "info.data.ports"],
    [28, 34, "info.data.ports.0"],
    [36, 42, "info.data.ports.1"],
    [44, 53, "info.kind"],
    [56, 61, "#77"],
  ];
  for (const [from, to, path] of places) {
    for (let offset = from; offset < to; offset++) t.equal(locate(offset), path, `offset ${offset}`);
  }
  t.equal(locate(encoded.length), "");
  t.equal(locate(4000), "");
  t.end();
});

t.test("the set at an offset names what is missing in it", (t) => {
  t.equal(set.locate(view, 0, encoded.length, 8).inside?.nameOf(2), "data");
  t.equal(set.locate(view, 0, encoded.length, 12).inside?.nameOf(2), "ports");
  t.equal(set.locate(view, 0, encoded.length, encoded.length).inside?.nameOf(18), "info");
  t.equal(set.locate(view, 0, encoded.length, 0).inside, undefined, "a number contains nothing");
  t.end();
});
