import t from "tap";
import { describeDatagram, describer } from "../../../src/netlink/describe/describer.ts";
import { encodeDescription } from "../../../src/netlink/describe/encode-description.ts";
import { formatMessage } from "../../../src/netlink/describe/format-message.ts";
import { netfilterKinds } from "../../../src/netlink/describe/netfilter-kinds.ts";
import { routeKinds } from "../../../src/netlink/describe/route-kinds.ts";
import { toJson } from "../../../src/netlink/describe/to-json.ts";
import { encodeMessage } from "../../../src/netlink/message/header.ts";
import { nftType } from "../../../src/netlink/netfilter/nftables/nft-message.ts";
import { linkMessage } from "../../../src/netlink/route/link/link-message.ts";
import { datagram, done, refuse, type ScriptedRequest } from "../../../src/netlink/testing/index.ts";
import { EINVAL, ERANGE } from "../../../src/netlink/uapi/errno.ts";
import {
  NETLINK_NETFILTER,
  NETLINK_ROUTE,
  NLM_F_ACK,
  NLM_F_CREATE,
  NLM_F_REQUEST,
} from "../../../src/netlink/uapi/netlink.ts";
import * as nfTables from "../../../src/netlink/uapi/nf_tables.ts";
import { NFNL_MSG_BATCH_END } from "../../../src/netlink/uapi/nfnetlink.ts";
import * as rtnetlink from "../../../src/netlink/uapi/rtnetlink.ts";
import { Writer } from "../../../src/netlink/wire/writer.ts";
import { hex, toHex } from "../bytes.ts";
import { HEADER_SIZE } from "../fuzz/decoders.ts";
import { readWireMessages } from "../fuzz/wire-messages.ts";

const typeOf = (message: Uint8Array): number => new DataView(message.buffer, message.byteOffset).getUint16(4, true);

/** The files do not say; a batch's two types are those of links, which are longer. */
const protocolOf = (message: Uint8Array): number =>
  typeOf(message) >= 0x100 || (typeOf(message) <= NFNL_MSG_BATCH_END && message.length < 2 * HEADER_SIZE)
    ? NETLINK_NETFILTER
    : NETLINK_ROUTE;

function request(seq: number, body: Parameters<typeof linkMessage.encode>[1]): ScriptedRequest {
  const writer = new Writer();
  const flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
  encodeMessage(writer, { type: rtnetlink.RTM_NEWLINK, flags, seq }, (to) => linkMessage.encode(to, body));
  return { seq, type: rtnetlink.RTM_NEWLINK, bytes: writer.finish().slice() } as ScriptedRequest;
}

t.test("every recorded message has a name and a body, and what was read is written again", (t) => {
  for (const message of readWireMessages()) {
    const [description, ...more] = describeDatagram(protocolOf(message), message);
    if (description?.body === undefined || more.length > 0) {
      t.fail(`${description?.name}: ${description?.problem} ${toHex(message)}`);
      continue;
    }
    t.ok(JSON.stringify(toJson(description.body)));
    // What the kernel's own tools leave undone (a NUL, NLA_F_NESTED) is written: it is the same message afterwards.
    const again = encodeDescription(protocolOf(message), description);
    t.same(describeDatagram(protocolOf(message), again)[0]?.body, description.body, description.name);
  }
  t.end();
});

t.test("a message type has the name of its constant", (t) => {
  const typesOf = (constants: object, pattern: RegExp): [string, number][] =>
    Object.entries(constants).filter(([name]) => pattern.test(name));
  for (const [name, type] of typesOf(rtnetlink, /^RTM_(NEW|DEL|GET|SET)/)) t.equal(routeKinds.get(type)?.name, name);
  for (const [name, type] of typesOf(nfTables, /^NFT_MSG_/)) t.equal(netfilterKinds.get(nftType(type))?.name, name);
  t.end();
});

t.test("a request as one reads it", (t) => {
  const { bytes } = request(7, { ifname: "eth0", linkinfo: { kind: "vlan", data: { id: 5 } } });
  t.match(describeDatagram(NETLINK_ROUTE, bytes), [
    {
      offset: 0,
      length: bytes.length,
      name: "RTM_NEWLINK",
      flags: ["NLM_F_REQUEST", "NLM_F_ACK", "NLM_F_CREATE"],
      seq: 7,
      body: { ifname: "eth0", linkinfo: { kind: "vlan", data: { id: 5 } } },
    },
  ]);
  t.end();
});

t.test("a refusal is explained by the request that it answers", (t) => {
  const refused = request(7, { ifname: "eth0", linkinfo: { kind: "vlan", data: { id: 5 } } });
  const offs = refused.bytes.length - 8;
  const policy = { type: 3, minValueU: 0n, maxValueU: 4094n };
  const answer = refuse(refused, ERANGE, { msg: "no", offs, policy, missType: 5 });
  const describe = describer(NETLINK_ROUTE);
  describe(refused.bytes);
  t.match(describe(answer), [
    {
      name: "NLMSG_ERROR",
      flags: ["NLM_F_CAPPED", "NLM_F_ACK_TLVS"],
      outcome: {
        errnoName: "ERANGE",
        message: "no",
        attribute: "linkinfo.data.id",
        allowed: "u16 from 0 to 4094",
        missing: "link",
        request: "RTM_NEWLINK",
        text: "ERANGE (numerical result out of range); no; at attribute linkinfo.data.id; allowed: u16 from 0 to 4094; missing attribute link",
      },
    },
  ]);
  t.match(
    describeDatagram(NETLINK_ROUTE, answer)[0]?.outcome,
    { request: "RTM_NEWLINK", attribute: `offset ${offs}` },
    "without the request, an offset stays one",
  );
  const other = describer(NETLINK_ROUTE);
  other(request(7, { ifname: "eth1" }).bytes);
  t.equal(other(answer)[0]?.outcome?.attribute, `offset ${offs}`, "a request of the same number is not taken for it");
  for (const each of [answer, done(refused, { errno: EINVAL, extAck: { msg: "half-way" } })]) {
    const [description] = describe(each);
    if (description !== undefined) t.same(encodeDescription(NETLINK_ROUTE, description), each);
  }
  t.match(describe(done(refused, { errno: EINVAL }))[0]?.outcome, { errnoName: "EINVAL", request: "RTM_NEWLINK" });
  t.end();
});

t.test("a request that is repeated whole explains its refusal alone", (t) => {
  const refused = request(7, { ifname: "eth0", mtu: 1 });
  const answer = refuse(refused, EINVAL, { offs: refused.bytes.length - 8 });
  const whole = Uint8Array.from([...answer.subarray(0, 20), ...refused.bytes, ...answer.subarray(36)]);
  new DataView(whole.buffer).setUint32(0, whole.length, true);
  // No NLM_F_CAPPED, as without NETLINK_CAP_ACK.
  new DataView(whole.buffer).setUint16(6, 0x200, true);
  const [description] = describeDatagram(NETLINK_ROUTE, whole);
  t.equal(description?.outcome?.attribute, "mtu");
  if (description !== undefined) t.same(encodeDescription(NETLINK_ROUTE, description), whole);
  t.end();
});

t.test("what is not known stays bytes", (t) => {
  const unknown = hex("14000000f0ff0500090000000000000001020304");
  t.match(describeDatagram(NETLINK_ROUTE, unknown), [{ name: "type 65520", seq: 9, bytes: hex("01020304") }]);
  t.match(describeDatagram(9, unknown), [{ name: "type 65520", bytes: hex("01020304") }]);
  const short = hex("1400000010000000000000000000000001020304");
  t.match(describeDatagram(NETLINK_ROUTE, short), [
    { name: "RTM_NEWLINK", bytes: hex("01020304"), problem: "ifinfomsg needs 16 bytes, got 4" },
  ]);
  const { bytes } = request(1, { ifname: "eth0" });
  t.match(describeDatagram(NETLINK_ROUTE, datagram(bytes, hex("ffff"))), [
    { name: "RTM_NEWLINK", body: { ifname: "eth0" } },
    { name: "no message", offset: bytes.length, bytes: hex("ffff0000"), problem: /does not fit/ },
  ]);
  t.end();
});

t.test("changed and shortened datagrams are described, or said to be none", (t) => {
  const refused = request(7, { ifname: "eth0", linkinfo: { kind: "veth" } });
  const whole = datagram(refused.bytes, refuse(refused, EINVAL, { msg: "no", offs: 40, missType: 3, missNest: 32 }));
  for (const protocol of [NETLINK_ROUTE, NETLINK_NETFILTER]) {
    for (let length = 0; length < whole.length; length++) describeDatagram(protocol, whole.slice(0, length));
    for (let at = 0; at < whole.length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const changed = whole.slice();
        changed[at] = byte;
        const descriptions = describeDatagram(protocol, changed);
        if (descriptions.length === 0) t.fail(`nothing of ${toHex(changed)}`);
      }
    }
  }
  t.end();
});

t.test("JSON", (t) => {
  const value = {
    a: 1n,
    b: 2n ** 63n,
    c: hex("0aff"),
    d: [undefined, null],
    e: undefined,
    f: { "#9": [{ flags: 0, bytes: hex("01") }] },
  };
  t.same(toJson(value), {
    a: 1,
    b: "9223372036854775808",
    c: "0aff",
    d: [null, null],
    f: { "#9": [{ flags: 0, bytes: "01" }] },
  });
  t.end();
});

t.test("one line: words for people, numbers where everything is asked for", (t) => {
  const [link] = describeDatagram(NETLINK_ROUTE, request(7, { index: 3, flags: 1, change: 1, ifname: "eth0" }).bytes);
  const head = "RTM_NEWLINK seq 7";
  if (link === undefined) {
    t.fail("no description");
    return t.end();
  }
  t.equal(formatMessage(link), `${head} REQUEST|ACK|CREATE index=3 flags=UP change=UP ifname="eth0"`);
  t.equal(
    formatMessage(link, { verbose: true }),
    `${head} pid 0 REQUEST|ACK|CREATE family=0 type=0 index=3 flags=1 change=1 ifname="eth0"`,
  );
  const unknown = {
    ...link,
    body: { "#55": [{ flags: 0, bytes: hex("00".repeat(20)) }], a: 1n, b: [true, { c: "d" }] },
  };
  t.equal(
    formatMessage(unknown),
    `${head} REQUEST|ACK|CREATE #55=[0x${"00".repeat(16)}… (20 bytes)] a=1 b=[true, {c="d"}]`,
  );
  const long = { ...link, body: { ifname: "x".repeat(500) } };
  t.match(formatMessage(long), /^.{199}…$/);
  return t.end();
});
