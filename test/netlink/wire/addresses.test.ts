import fc from "fast-check";
import t from "tap";
import { formatIpAddress, ipAddressFromBytes } from "../../../src/addr/ip-address.ts";
import { ip, ipv4, ipv6, lladdr } from "../../../src/netlink/wire/addresses.ts";
import { decodeWith, encodeWith, hex, refusal, toHex } from "../bytes.ts";

t.test("the length says the family", (t) => {
  const table: [string, string][] = [
    ["10.1.0.5", "0a010005"],
    ["0.0.0.0", "00000000"],
    ["255.255.255.255", "ffffffff"],
    ["fe80::1", "fe800000000000000000000000000001"],
    ["::", "00000000000000000000000000000000"],
    ["::ffff:10.1.0.5", "00000000000000000000ffff0a010005"],
  ];
  for (const [text, bytes] of table) {
    t.equal(toHex(encodeWith(ip, text)), bytes);
    t.equal(decodeWith(ip, hex(bytes)), text);
  }
  t.equal(decodeWith(ipv4, hex("0a010005")), "10.1.0.5");
  t.equal(decodeWith(ipv6, hex("fe800000000000000000000000000001")), "fe80::1");
  t.equal(toHex(encodeWith(ipv4, "10.1.0.5")), "0a010005");
  t.equal(toHex(encodeWith(ipv6, "fe80::1")), "fe800000000000000000000000000001");
  t.end();
});

t.test("any bytes, in any order, are the text that src/addr makes of them", (t) => {
  // Neighbouring addresses share memory of the decoder's; random order and equal nets are what could confuse it.
  const octet = fc.constantFrom(0, 1, 9, 10, 99, 100, 255);
  const address = fc.oneof(
    fc.tuple(octet, octet, octet, octet).map((list) => Uint8Array.from(list)),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  );
  fc.assert(
    fc.property(address, (bytes) => {
      const text = decodeWith(ip, bytes);
      return text === formatIpAddress(ipAddressFromBytes(bytes)) && toHex(encodeWith(ip, text)) === toHex(bytes);
    }),
    { numRuns: 3000 },
  );
  t.end();
});

t.test("link-layer addresses of any length", (t) => {
  for (const [text, bytes] of [
    ["02:00:00:00:00:d1", "0200000000d1"],
    ["0a:00:00:01", "0a000001"],
    ["", ""],
  ] as const) {
    t.equal(toHex(encodeWith(lladdr, text)), bytes);
    t.equal(decodeWith(lladdr, hex(bytes)), text);
  }
  t.equal(toHex(encodeWith(lladdr, "AA:BB:CC:DD:EE:FF")), "aabbccddeeff");
  t.end();
});

t.test("what is no address", (t) => {
  for (const text of ["", "10.1.0", "10.1.0.5/16", "fe80::1%eth0", "localhost", 5, null]) {
    t.ok(
      refusal(() => encodeWith(ip, text as string)),
      `ip ${text}`,
    );
  }
  t.ok(refusal(() => encodeWith(ipv4, "::1")));
  t.ok(refusal(() => encodeWith(ipv6, "10.1.0.5")));
  for (const size of [0, 3, 5, 15, 17])
    t.ok(
      refusal(() => decodeWith(ip, new Uint8Array(size))),
      `${size} bytes`,
    );
  t.ok(refusal(() => decodeWith(ipv4, new Uint8Array(16))));
  t.ok(refusal(() => decodeWith(ipv6, new Uint8Array(4))));
  for (const text of ["aa:bb:cc:dd:ee:f", "aa-bb", "aa:", "g0:00", ":", 7]) {
    t.ok(
      refusal(() => encodeWith(lladdr, text as string)),
      `lladdr ${text}`,
    );
  }
  t.end();
});
