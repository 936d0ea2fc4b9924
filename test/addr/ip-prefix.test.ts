import { BlockList } from "node:net";
import fc from "fast-check";
import t from "tap";
import { formatIpAddress, type IpAddress, parseIpAddress } from "../../src/addr/ip-address.ts";
import {
  broadcastAddress,
  equalIpPrefix,
  firstAddress,
  formatIpPrefix,
  type IpPrefix,
  lastAddress,
  maskedPrefix,
  netmask,
  parseIpPrefix,
  prefixContains,
  prefixesOverlap,
  tryParseIpPrefix,
  unmapIpPrefix,
} from "../../src/addr/ip-prefix.ts";

const addressOf = (family: 4 | 6) =>
  fc.bigInt({ min: 0n, max: 2n ** (family === 4 ? 32n : 128n) - 1n }).map((value): IpAddress => ({ family, value }));
const prefixOf = (family: 4 | 6) =>
  fc.record({ address: addressOf(family), length: fc.integer({ min: 0, max: family === 4 ? 32 : 128 }) });
const prefix = fc.oneof(prefixOf(4), prefixOf(6));

/** Bits as a string of 0 and 1: the slow and obvious way to see a prefix. */
const bits = (ip: IpAddress): string => ip.value.toString(2).padStart(ip.family === 4 ? 32 : 128, "0");

t.test("text that is a prefix, and its parts", (t) => {
  const table: [text: string, first: string, last: string, mask: string, broadcast: string | undefined][] = [
    ["10.1.0.5/16", "10.1.0.0", "10.1.255.255", "255.255.0.0", "10.1.255.255"],
    ["10.1.2.3/0", "0.0.0.0", "255.255.255.255", "0.0.0.0", "255.255.255.255"],
    ["10.1.2.3/30", "10.1.2.0", "10.1.2.3", "255.255.255.252", "10.1.2.3"],
    ["10.1.2.3/31", "10.1.2.2", "10.1.2.3", "255.255.255.254", undefined],
    ["10.1.2.3/32", "10.1.2.3", "10.1.2.3", "255.255.255.255", undefined],
    ["2001:db8::5/64", "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff::", undefined],
    ["::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::", undefined],
  ];
  for (const [text, first, last, mask, broadcast] of table) {
    const parsed = parseIpPrefix(text);
    t.equal(formatIpPrefix(parsed), text);
    t.equal(formatIpAddress(firstAddress(parsed)), first);
    t.equal(formatIpPrefix(maskedPrefix(parsed)), `${first}/${parsed.length}`);
    t.equal(formatIpAddress(lastAddress(parsed)), last);
    t.equal(formatIpAddress(netmask(parsed)), mask);
    const end = broadcastAddress(parsed);
    t.equal(end && formatIpAddress(end), broadcast);
  }
  t.equal(parseIpPrefix("10.0.0.0/08").length, 8, "Go reads the length as a plain decimal");
  t.end();
});

t.test("text that is none", (t) => {
  const table = [
    "",
    "10.1.2.3",
    "10.1.2.3/",
    "/24",
    "10.1.2.3/33",
    "::/129",
    "10.1.2.3/-1",
    "10.1.2.3/+8",
    "10.1.2.3/8 ",
  ];
  for (const text of [
    ...table,
    "10.1.2/8",
    "10.1.2.3/8/8",
    "10.1.2.3/0x8",
    "fe80::1%lo/64",
    "::/1e1",
    "10.1.2.3/24\n",
  ]) {
    t.equal(tryParseIpPrefix(text), undefined, JSON.stringify(text));
    t.throws(() => parseIpPrefix(text), { code: "ERR_ADDRESS_INVALID", message: `invalid CIDR address: ${text}` });
  }
  t.end();
});

t.test("first, last, mask and containment are what the bits say", (t) => {
  fc.assert(
    fc.property(prefix, prefix, (a, b) => {
      const network = bits(a.address).slice(0, a.length);
      const width = a.address.family === 4 ? 32 : 128;
      const inside = b.address.family === a.address.family && bits(b.address).startsWith(network);
      return (
        bits(firstAddress(a)) === network.padEnd(width, "0") &&
        bits(lastAddress(a)) === network.padEnd(width, "1") &&
        bits(netmask(a)) === "1".repeat(a.length).padEnd(width, "0") &&
        prefixContains(a, b.address) === inside &&
        prefixContains(a, firstAddress(a)) &&
        prefixContains(a, lastAddress(a))
      );
    }),
  );
  t.end();
});

t.test("node:net's BlockList agrees on containment near the edges", (t) => {
  const near = fc.constantFrom(-2n, -1n, 0n, 1n, 2n);
  fc.assert(
    fc.property(prefix, near, fc.boolean(), (a, offset, atEnd) => {
      const type = a.address.family === 4 ? "ipv4" : "ipv6";
      const list = new BlockList();
      list.addSubnet(formatIpAddress(firstAddress(a)), a.length, type);
      const value = (atEnd ? lastAddress(a) : firstAddress(a)).value + offset;
      const ip = { family: a.address.family, value: BigInt.asUintN(a.address.family === 4 ? 32 : 128, value) };
      return list.check(formatIpAddress(ip), type) === prefixContains(a, ip);
    }),
  );
  t.end();
});

t.test("overlap is symmetric, and means that a common address exists", (t) => {
  const shortBits = (p: IpPrefix) => bits(p.address).slice(0, p.length);
  fc.assert(
    fc.property(prefix, prefix, (a, b) => {
      const nested = shortBits(a).startsWith(shortBits(b)) || shortBits(b).startsWith(shortBits(a));
      const expected = a.address.family === b.address.family && nested;
      return prefixesOverlap(a, b) === expected && prefixesOverlap(b, a) === expected;
    }),
  );
  t.notOk(prefixesOverlap(parseIpPrefix("0.0.0.0/0"), parseIpPrefix("::/0")));
  t.end();
});

t.test("equal prefixes have the same host bits", (t) => {
  t.ok(equalIpPrefix(parseIpPrefix("10.0.0.1/24"), parseIpPrefix("10.0.0.1/24")));
  t.notOk(equalIpPrefix(parseIpPrefix("10.0.0.1/24"), parseIpPrefix("10.0.0.2/24")));
  t.notOk(equalIpPrefix(parseIpPrefix("10.0.0.1/24"), parseIpPrefix("10.0.0.1/25")));
  t.end();
});

t.test("a mapped prefix is normalised as CNI results are", (t) => {
  const unmap = (text: string) => formatIpPrefix(unmapIpPrefix(parseIpPrefix(text)));
  t.equal(unmap("::ffff:10.0.0.1/120"), "10.0.0.1/24");
  t.equal(unmap("::ffff:10.0.0.1/128"), "10.0.0.1/32");
  t.equal(unmap("::ffff:10.0.0.1/96"), "10.0.0.1/0");
  t.equal(unmap("::ffff:10.0.0.1/64"), "10.0.0.1/0");
  t.equal(unmap("10.0.0.1/24"), "10.0.0.1/24");
  t.equal(unmap("2001:db8::1/64"), "2001:db8::1/64");
  t.ok(prefixContains(parseIpPrefix("::ffff:0:0/96"), parseIpAddress("::ffff:1.2.3.4")));
  t.end();
});
