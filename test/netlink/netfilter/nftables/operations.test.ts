import t from "tap";
import { addChain, createChain, deleteChain } from "../../../../src/netlink/netfilter/nftables/chain/chain.ts";
import { addFlowtable, deleteFlowtable } from "../../../../src/netlink/netfilter/nftables/flowtable/flowtable.ts";
import { addObject, deleteObject } from "../../../../src/netlink/netfilter/nftables/object/object.ts";
import {
  addRule,
  deleteRule,
  flushChain,
  flushTable,
  insertRule,
  replaceRule,
} from "../../../../src/netlink/netfilter/nftables/rule/rule.ts";
import { addElements, deleteElements, flushSet } from "../../../../src/netlink/netfilter/nftables/set/element.ts";
import { addSet, deleteSet } from "../../../../src/netlink/netfilter/nftables/set/set.ts";
import { addTable, createTable, deleteTable } from "../../../../src/netlink/netfilter/nftables/table/table.ts";
import type { Operation } from "../../../../src/netlink/netfilter/nftables/transaction/operation.ts";
import * as netfilter from "../../../../src/netlink/uapi/netfilter.ts";
import * as uapi from "../../../../src/netlink/uapi/nf_tables.ts";
import { Writer } from "../../../../src/netlink/wire/writer.ts";
import { viewOf } from "../../bytes.ts";
import { type FixtureMessage, readNftFixtures } from "./fixture.ts";

const NLMSG_HDRLEN = 16;
const { NFPROTO_INET: family, NFPROTO_IPV4: ip, NFPROTO_NETDEV: netdev } = netfilter;
const table = "t";
const chain = { family, table, chain: "c" };
const set = { family, table, set: "s" };
const map = { family, table, set: "m" };
const bytes = (...values: number[]) => ({ value: Uint8Array.from(values) });
const verdict = (code: number) => [{ name: "immediate" as const, data: { dreg: 0, data: { verdict: { code } } } }];
const addresses = { keyType: 7, keyLen: 4 };
const bigEndian = { userdata: { keyByteorder: 2 } };
const ingress = { hooknum: netfilter.NF_NETDEV_INGRESS };

/** By fixture: what its command says, as operations. */
const intents: Readonly<Record<string, Operation | readonly Operation[]>> = {
  table: addTable({ family: ip, name: table, flags: 1, userdata: { comment: "a table" } }),
  "table-create": createTable({ family, name: table, flags: 0 }),
  "table-delete": deleteTable({ family, table }),
  "table-flush": flushTable({ family, table }),
  chain: addChain({ family, table, name: "c" }),
  "chain-base": addChain({
    ...{ family, table, name: "c", type: "nat", policy: netfilter.NF_DROP, userdata: { comment: "a chain" } },
    hook: { hooknum: netfilter.NF_INET_POST_ROUTING, priority: 95 },
  }),
  "chain-netdev": addChain({
    ...{ family: netdev, table: "n", name: "c", type: "filter" },
    hook: { ...ingress, priority: 0, dev: "v0" },
  }),
  "chain-devices": addChain({
    ...{ family: netdev, table: "n", name: "c", type: "filter" },
    hook: { ...ingress, priority: 1, devs: ["v1", "v0"] },
  }),
  "chain-create": createChain({ family, table, name: "c" }),
  "chain-delete": deleteChain(chain),
  "chain-flush": flushChain(chain),
  "rule-insert": insertRule({ ...chain, expressions: verdict(netfilter.NF_DROP) }),
  "rule-add-handle": addRule({ ...chain, expressions: verdict(netfilter.NF_ACCEPT), position: 2n }),
  "rule-replace": replaceRule({ ...chain, expressions: verdict(netfilter.NF_ACCEPT), handle: 2n }),
  "rule-delete": deleteRule({ ...chain, handle: 2n }),
  set: addSet({
    ...{ family, table, name: "s", flags: 0, ...addresses, desc: { size: 100 } },
    userdata: { keyByteorder: 2, comment: "a set" },
  }),
  "set-timeout": addSet({
    ...{ family, table, name: "s", keyType: 13, keyLen: 2, timeout: 10_000n, gcInterval: 5000, ...bigEndian },
    flags: uapi.NFT_SET_TIMEOUT | uapi.NFT_SET_EVAL,
  }),
  "set-counter": addSet({
    ...{ family, table, name: "s", flags: 0, ...addresses, ...bigEndian },
    expr: { name: "counter", data: {} },
  }),
  "set-delete": deleteSet(set),
  "set-flush": flushSet(set),
  map: addSet({
    ...{ family, table, name: "m", flags: uapi.NFT_SET_MAP, keyType: 13, keyLen: 2, dataType: 7, dataLen: 4 },
    userdata: { keyByteorder: 2, dataByteorder: 2, dataInterval: 0 },
  }),
  "map-object": addSet({
    ...{ family, table, name: "m", flags: uapi.NFT_SET_OBJECT, ...addresses },
    ...{ objType: uapi.NFT_OBJECT_COUNTER, userdata: { keyByteorder: 2, dataInterval: 0 } },
  }),
  element: addElements(set, [{ key: bytes(10, 0, 0, 1) }, { key: bytes(10, 0, 0, 2) }]),
  "element-concat": addElements(set, [
    { key: bytes(10, 0, 0, 0, 0, 80, 0, 0), keyEnd: bytes(10, 255, 255, 255, 0, 90, 0, 0) },
  ]),
  "element-timeout": addElements(set, [
    { key: bytes(0, 80), timeout: 5_400_000n, expiration: 4_800_000n, userdata: { comment: "an element" } },
  ]),
  "element-catchall": addElements(map, [
    { key: bytes(0, 80), data: bytes(10, 0, 0, 1) },
    { flags: uapi.NFT_SET_ELEM_CATCHALL, data: bytes(10, 0, 0, 2) },
  ]),
  "element-verdict": addElements(map, [
    { key: bytes(10, 0, 0, 1), data: { verdict: { code: uapi.NFT_JUMP, chain: "c" } } },
    { key: bytes(10, 0, 0, 2), data: { verdict: { code: netfilter.NF_DROP } } },
  ]),
  "element-object": addElements(map, [{ key: bytes(10, 0, 0, 1), objref: "o" }]),
  "element-delete": deleteElements(set, [{ key: bytes(10, 0, 0, 1) }]),
  "object-counter": addObject({
    ...{ family, table, name: "o", userdata: { comment: "an object" } },
    ...{ type: uapi.NFT_OBJECT_COUNTER, data: { bytes: 2n, packets: 1n } },
  }),
  "object-quota": addObject({
    ...{ family, table, name: "o" },
    ...{ type: uapi.NFT_OBJECT_QUOTA, data: { bytes: 10_485_760n, flags: 1, consumed: 1_048_576n } },
  }),
  "object-ct-helper": addObject({
    ...{ family, table, name: "o" },
    ...{ type: uapi.NFT_OBJECT_CT_HELPER, data: { name: "ftp", l3proto: ip, l4proto: 6 } },
  }),
  "object-ct-expectation": addObject({
    ...{ family: ip, table: "i", name: "o", type: uapi.NFT_OBJECT_CT_EXPECT },
    data: { l3proto: ip, l4proto: 6, dport: 9876, timeout: 120_000, size: 12 },
  }),
  "object-synproxy": addObject({
    ...{ family, table, name: "o", type: uapi.NFT_OBJECT_SYNPROXY, data: { mss: 1460, wscale: 7, flags: 15 } },
  }),
  "object-secmark": addObject({
    ...{ family, table, name: "o", type: uapi.NFT_OBJECT_SECMARK },
    data: { ctx: "system_u:object_r:ssh_server_packet_t:s0" },
  }),
  flowtable: addFlowtable({
    ...{ family, table, name: "f", flags: uapi.NFT_FLOWTABLE_COUNTER },
    hook: { num: netfilter.NF_NETDEV_INGRESS, priority: 1, devs: ["v1", "v0"] },
  }),
};

/** NLM_F_CREATE, which `nft` leaves out for tables; the kernel makes them either way. */
const withCreate: readonly string[] = ["table", "table-create"];

const changes = readNftFixtures().filter(({ from, name }) => from === "nft" && !/GET|BATCH/.test(name));

/** Numbers within a transaction are whoever's who made it. */
function withoutIds(body: object): object {
  const { id: _, setId: __, issues: ___, ...rest } = body as Record<string, unknown>;
  return rest;
}

const typeAndFlags = (type: number, flags: number): string => `${type.toString(16)} ${flags.toString(16)}`;

function spoken(message: FixtureMessage): { header: string; body: object } {
  const view = viewOf(message.bytes);
  const body = message.kind[1].decode(view, NLMSG_HDRLEN, message.bytes.length);
  const header = typeAndFlags(view.getUint16(4, true), view.getUint16(6, true) & ~1);
  return { header, body: withoutIds(body) };
}

function ours({ type, flags, codec, body }: Operation): { header: string; body: object } {
  const writer = new Writer();
  codec.encode(writer, body);
  const bytes = writer.finish();
  return { header: typeAndFlags(type, flags), body: withoutIds(codec.decode(viewOf(bytes), 0, bytes.length)) };
}

t.test("operations say what nft says for the same words", async (t) => {
  for (const [fixture, intent] of Object.entries(intents)) {
    const theirs = changes.filter((message) => message.fixture === fixture).map(spoken);
    const said = [intent].flat().map(ours);
    if (withCreate.includes(fixture)) {
      t.strictSame(
        said.map(({ body }) => body),
        theirs.map(({ body }) => body),
        fixture,
      );
    } else t.same(said, theirs, fixture);
  }
});

t.test("lists of elements that are too long for one attribute", async (t) => {
  const elements = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ key: bytes(10, 0, at >> 8, at & 255) }));
  t.strictSame(addElements(set, []), []);
  // A list member of header, key, data and four bytes is 16 bytes long; 65,531 bytes fit.
  t.equal(addElements(set, elements(4095)).length, 1);
  const two = addElements(set, elements(4096));
  t.strictSame(
    two.map(({ body }) => (body as { elements: unknown[] }).elements.length),
    [4095, 1],
  );
  const writer = new Writer();
  for (const { codec, body } of two) codec.encode(writer, body);
});

t.test("words for errors", async (t) => {
  const { operation } = addRule({ ...chain, handle: 5n, userdata: { comment: "why" } });
  t.equal(operation, 'add rule inet t c handle 5 comment "why"');
  t.equal(flushTable({ family, table }).operation, "flush table inet t");
  t.equal(flushChain(chain).operation, "flush chain inet t c");
  t.equal(addSet({ family, table, name: "m", flags: uapi.NFT_SET_MAP }).operation, "add map inet t m");
  t.equal(deleteObject({ family, table, object: "o", type: 77 }).operation, "delete object 77 inet t o");
  t.equal(deleteFlowtable({ family, table, flowtable: "f" }).operation, "delete flowtable inet t f");
  t.equal(flushSet(set).operation, "flush set inet t s");
});
