import { isIPv4, isIPv6 } from "node:net";
import fc from "fast-check";
import t from "tap";
import { AddressError } from "../../src/addr/address-error.ts";
import {
  compareIpAddress,
  equalIpAddress,
  formatIpAddress,
  type IpAddress,
  ipAddressFromBytes,
  ipAddressToBytes,
  isIpv4Mapped,
  nextIpAddress,
  parseIpAddress,
  previousIpAddress,
  tryParseIpAddress,
  unmapIpAddress,
} from "../../src/addr/ip-address.ts";
import { formatIpv4Bytes, formatIpv6Bytes } from "../../src/addr/ip-text.ts";

const ipv4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((value): IpAddress => ({ family: 4, value }));
const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
const groups = fc.array(group, { minLength: 8, maxLength: 8 });
const toValue = (list: readonly number[]): bigint => list.reduce((sum, each) => sum * 65536n + BigInt(each), 0n);
const ipv6 = groups.map((list): IpAddress => ({ family: 6, value: toValue(list) }));
const address = fc.oneof(ipv4, ipv6);

t.test("text that is an address", (t) => {
  const table: [text: string, family: 4 | 6, value: bigint, canonical: string][] = [
    ["0.0.0.0", 4, 0n, "0.0.0.0"],
    ["10.1.0.5", 4, 0x0a010005n, "10.1.0.5"],
    ["255.255.255.255", 4, 0xffffffffn, "255.255.255.255"],
    ["::", 6, 0n, "::"],
    ["::1", 6, 1n, "::1"],
    ["1::", 6, 1n << 112n, "1::"],
    ["FE80::ABCD", 6, (0xfe80n << 112n) + 0xabcdn, "fe80::abcd"],
    // RFC 5952 section 4: leading zeros go, the longest run is shortened, the first of equal ones, never a single group.
    ["2001:0db8:0000:0000:0001:0000:0000:0001", 6, 0x20010db8000000000001000000000001n, "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", 6, 0x20010db8000000010001000100010001n, "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", 6, 0x20010000000000010000000000000001n, "2001:0:0:1::1"],
    ["1:2:3:4:5:6:7::", 6, 0x00010002000300040005000600070000n, "1:2:3:4:5:6:7:0"],
    ["::2:3:4:5:6:7:8", 6, 0x00000002000300040005000600070008n, "0:2:3:4:5:6:7:8"],
    ["::ffff:10.0.0.1", 6, 0xffff0a000001n, "::ffff:10.0.0.1"],
    ["::ffff:a00:1", 6, 0xffff0a000001n, "::ffff:10.0.0.1"],
    ["::1.2.3.4", 6, 0x01020304n, "::102:304"],
    ["64:ff9b::192.0.2.33", 6, (0x64ff9bn << 96n) + 0xc0000221n, "64:ff9b::c000:221"],
    ["1:2:3:4:5:6:1.2.3.4", 6, 0x00010002000300040005000601020304n, "1:2:3:4:5:6:102:304"],
  ];
  for (const [text, family, value, canonical] of table) {
    t.same(parseIpAddress(text), { family, value }, text);
    t.equal(formatIpAddress({ family, value }), canonical, `${text} formats as ${canonical}`);
  }
  t.end();
});

t.test("text that is none", (t) => {
  const table = [
    ...["", "zz", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1", "01.2.3.4", "1.2.3.00", " 1.2.3.4"],
    ...["1.2.3.4 ", "1.2.3.4\n", "1.2.3.4/8", "0x1.2.3.4", "1.2.3.-4", "1.2.3.+4", "16909060", "١.2.3.4"],
    ...[":", ":::", "1", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "::1::2", ":1:2:3:4:5:6:7:8"],
    ...[
      "1:2:3:4:5:6:7:8:",
      "1:2:3:4:5:6:7:",
      "12345::",
      "g::",
      "fe80::1%eth0",
      "[::1]",
      "::1 ",
      "::1.2.3",
      "::1.2.3.04",
    ],
    ...["1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:1.2.3.4", "::ffff:1.2.3.4.5"],
  ];
  for (const text of table) {
    t.equal(tryParseIpAddress(text), undefined, JSON.stringify(text));
    t.throws(() => parseIpAddress(text), { code: "ERR_ADDRESS_INVALID", kind: "IP address", input: text });
  }
  t.throws(() => parseIpAddress("zz"), new AddressError("IP address", "zz"));
  t.equal(new AddressError("IP address", "zz").message, "invalid IP address: zz");
  t.end();
});

t.test("node:net agrees on what an address is", (t) => {
  const noise = fc.string({ unit: fc.constantFrom(..."0123456789abcdefF:.%/ "), maxLength: 30 });
  const near = fc
    .tuple(address.map(formatIpAddress), fc.nat(), fc.constantFrom("", ":", ".", "0", "f", "::", "1.2.3.4"))
    .map(
      ([text, at, insert]) => text.slice(0, at % (text.length + 1)) + insert + text.slice((at + 1) % (text.length + 1)),
    );
  fc.assert(
    fc.property(fc.oneof(noise, near), (text) => {
      const family = isIPv4(text) ? 4 : isIPv6(text) && !text.includes("%") ? 6 : undefined;
      return tryParseIpAddress(text)?.family === family;
    }),
    { numRuns: 5000 },
  );
  t.end();
});

t.test("format then parse is the identity, and the text is what WHATWG URL prints", (t) => {
  fc.assert(
    fc.property(address, (ip) => {
      const text = formatIpAddress(ip);
      if (!equalIpAddress(parseIpAddress(text), ip)) return false;
      if (ip.family === 4) return new URL(`http://${text}`).hostname === text;
      // The URL serializer follows RFC 5952 but for the dotted tail of mapped addresses.
      return isIpv4Mapped(ip) || new URL(`http://[${text}]`).hostname === `[${text}]`;
    }),
  );
  t.end();
});

t.test("bytes", (t) => {
  fc.assert(
    fc.property(address, (ip) => {
      const bytes = ipAddressToBytes(ip);
      const hex = Buffer.from(bytes).toString("hex");
      const padded = new Uint8Array([9, 9, 9, ...bytes]);
      const text = ip.family === 4 ? formatIpv4Bytes(padded, 3) : formatIpv6Bytes(padded, 3);
      return (
        BigInt(`0x${hex}`) === ip.value &&
        bytes.length === (ip.family === 4 ? 4 : 16) &&
        equalIpAddress(ipAddressFromBytes(bytes), ip) &&
        text === formatIpAddress(ip)
      );
    }),
  );
  t.throws(() => ipAddressFromBytes(new Uint8Array(5)), { code: "ERR_ADDRESS_INVALID" });
  t.end();
});

t.test("order, next and previous", (t) => {
  const texts = (list: string[]) => list.map(parseIpAddress).sort(compareIpAddress).map(formatIpAddress);
  t.same(texts(["::1", "10.0.0.10", "10.0.0.9", "::"]), ["10.0.0.9", "10.0.0.10", "::", "::1"]);
  const next = (text: string) => {
    const ip = nextIpAddress(parseIpAddress(text));
    return ip && formatIpAddress(ip);
  };
  const previous = (text: string) => {
    const ip = previousIpAddress(parseIpAddress(text));
    return ip && formatIpAddress(ip);
  };
  t.equal(next("192.168.0.255"), "192.168.1.0");
  t.equal(next("255.255.255.255"), undefined);
  t.equal(next("::ffff:ffff:ffff"), "::1:0:0:0");
  t.equal(next("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), undefined);
  t.equal(previous("10.0.0.0"), "9.255.255.255");
  t.equal(previous("0.0.0.0"), undefined);
  t.equal(previous("::"), undefined);
  fc.assert(
    fc.property(address, address, (a, b) => {
      const after = nextIpAddress(a);
      const ordered =
        compareIpAddress(a, b) === -compareIpAddress(b, a) && equalIpAddress(a, b) === (compareIpAddress(a, b) === 0);
      if (after === undefined) return ordered;
      const back = previousIpAddress(after);
      return ordered && compareIpAddress(a, after) === -1 && back !== undefined && equalIpAddress(back, a);
    }),
  );
  t.end();
});

t.test("a mapped address is IPv6 until it is unmapped", (t) => {
  t.ok(isIpv4Mapped(parseIpAddress("::ffff:10.0.0.1")));
  t.notOk(isIpv4Mapped(parseIpAddress("::fffe:10.0.0.1")));
  t.notOk(isIpv4Mapped(parseIpAddress("10.0.0.1")));
  t.equal(formatIpAddress(unmapIpAddress(parseIpAddress("::ffff:10.0.0.1"))), "10.0.0.1");
  t.equal(formatIpAddress(unmapIpAddress(parseIpAddress("::1:ffff:a00:1"))), "::1:ffff:a00:1");
  t.end();
});
