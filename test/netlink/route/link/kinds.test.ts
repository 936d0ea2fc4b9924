import t from "tap";
import { inetConf } from "../../../../src/netlink/route/link/inet-conf.ts";
import { registerLinkKind, registerPortKind } from "../../../../src/netlink/route/link/link-kinds.ts";
import {
  hasKind,
  hasPortKind,
  type Link,
  type LinkInput,
  linkMessage,
} from "../../../../src/netlink/route/link/link-message.ts";
import { AF_BRIDGE } from "../../../../src/netlink/uapi/socket.ts";
import type { RawAttr } from "../../../../src/netlink/wire/attr-table.ts";
import { attr, attrSet } from "../../../../src/netlink/wire/attr-table.ts";
import { nest } from "../../../../src/netlink/wire/containers.ts";
import { u16 } from "../../../../src/netlink/wire/scalars.ts";
import { Writer } from "../../../../src/netlink/wire/writer.ts";
import { decodeWith, encodeWith, hex, refusal, toHex } from "../../bytes.ts";

interface OwnData {
  speed?: number;
}

declare module "../../../../src/netlink/route/link/link-kinds.ts" {
  interface LinkKinds {
    own: OwnData;
  }
  interface PortKinds {
    own: OwnData;
  }
}

function encode(link: LinkInput | Link): Uint8Array {
  const writer = new Writer();
  linkMessage.encode(writer, link);
  return writer.finish().slice();
}

function decode(bytes: Uint8Array): Link {
  return linkMessage.decode(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length);
}

const ifinfomsg = "00 00 0100 02000000 00000000 00000000";

t.test("the data of an unknown kind is kept as bytes and written back", async (t) => {
  const bytes = hex(`${ifinfomsg} 1400 1280  0800 0100 66726f00  0800 0200 01020304`);
  const link = decode(bytes);
  t.strictSame(link.linkinfo, { kind: "fro", data: hex("01020304") });
  t.equal(toHex(encode(link)), toHex(bytes));
});

t.test("kind constructor is no kind of ours", async (t) => {
  const data = hex("01020304");
  t.strictSame(decode(encode({ linkinfo: { kind: "constructor", data } })).linkinfo?.data, data);
});

t.test("the kind may come after the data", async (t) => {
  const bytes = hex(`${ifinfomsg} 1c00 1280  0c00 0280 0600 0100 05000000  0900 0100 766c616e 00000000`);
  const link = decode(bytes);
  t.strictSame(link.linkinfo, { data: { id: 5 }, kind: "vlan" });
  t.equal(toHex(encode(link)), toHex(bytes), "and stays there");
});

t.test("users have kinds of their own", async (t) => {
  registerLinkKind("own", nest(attrSet("IFLA_OWN", { speed: attr(1, u16) })));
  const link = decode(encode({ linkinfo: { kind: "own", data: { speed: 7 } } }));
  t.ok(hasKind(link, "own"));
  if (hasKind(link, "own")) t.strictSame(link.linkinfo.data, { speed: 7 });
});

t.test("and ports of their own", async (t) => {
  registerPortKind("own", nest(attrSet("IFLA_OWN_PORT", { speed: attr(1, u16) })));
  const link = decode(encode({ linkinfo: { slaveKind: "own", slaveData: { speed: 8 } } }));
  t.ok(hasPortKind(link, "own"));
  if (hasPortKind(link, "own")) t.strictSame(link.linkinfo.slaveData, { speed: 8 });
});

t.test("an attribute that newer kernels have is kept", async (t) => {
  const bytes = hex(`${ifinfomsg} 0800 8403 01000000  0c00 1280 0800 6300 02000000`);
  const link = decode(bytes);
  const raw = (text: string): RawAttr[] => [{ flags: 0, bytes: hex(text) }];
  t.strictSame(link["#900"], raw("01000000"));
  t.strictSame(link.linkinfo, { "#99": raw("02000000") });
  t.equal(toHex(encode(link)), toHex(bytes));
});

t.test("an attribute of another size is an issue, and the rest of the link is there", async (t) => {
  const bytes = hex(`${ifinfomsg} 0600 0400 dc050000  0700 0300 76300000`);
  const link = decode(bytes);
  t.equal(link.ifname, "v0");
  t.equal(link.mtu, undefined);
  t.strictSame(
    link.issues?.map(({ path }) => path),
    ["mtu"],
  );
  t.equal(toHex(encode(link)), toHex(bytes));
});

t.test("the same attribute in another family is another set", async (t) => {
  const vlanInfo = hex("07 00 0100 02000000 00000000 00000000  0c00 1a80 0800 0200 0600 0500");
  t.strictSame(decode(vlanInfo).bridgeAfSpec, { vlanInfo: [{ flags: 6, vid: 5 }] });
  t.match(
    refusal(() => encode({ bridgeAfSpec: {} })),
    /bridgeAfSpec/,
    "which other families do not have",
  );
  t.match(
    refusal(() => encode({ family: AF_BRIDGE, afSpec: {} })),
    /afSpec/,
  );
});

t.test("IPv4's sysctls: a packed array as reported, a nest as requested", async (t) => {
  t.strictSame(decodeWith(inetConf, hex("01000000 00000000 ffffffff")), [1, 0, -1]);
  t.equal(toHex(encodeWith(inetConf, [1, 0, -1])), "0100000000000000ffffffff");
  t.equal(toHex(encodeWith(inetConf, { 1: 1, 11: 0 })), "080001000100000008000b0000000000");
  t.strictSame(decodeWith(inetConf, hex("0800 0100 01000000 0800 0b00 00000000")), { 1: 1, 11: 0 });
  t.match(
    refusal(() => decodeWith(inetConf, hex("01000000 00"))),
    /multiple of 4/,
  );
});

t.test("an alias is sent without NUL: no bytes are no alias", async (t) => {
  t.equal(toHex(encode({ ifalias: "" })).slice(32), "04001400");
  t.equal(toHex(encode({ ifalias: "abc" })).slice(32), "0700140061626300");
  t.match(
    refusal(() => encode({ ifalias: "x".repeat(256) })),
    /at most 255/,
  );
});
