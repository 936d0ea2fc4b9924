import t from "tap";
import { formatIpAddress, parseIpAddress } from "../../../src/addr/ip-address.ts";
import { parseIpPrefix } from "../../../src/addr/ip-prefix.ts";
import { formatRange, InvalidRangeError, type RangeConfig, resolveRange } from "../../../src/ipam/host-local/range.ts";

const ip = (text: string | undefined) => (text === undefined ? undefined : parseIpAddress(text));

/** `subnet start end gateway`, `-` for what is left out. */
function config(line: string): RangeConfig {
  const [subnet, start, end, gateway] = line.split(" ").map((word) => (word === "-" ? undefined : word));
  return {
    subnet: subnet === undefined ? undefined : parseIpPrefix(subnet),
    rangeStart: ip(start),
    rangeEnd: ip(end),
    gateway: ip(gateway),
  };
}

t.test("what is left out is filled in", (t) => {
  const table: [line: string, addresses: string, gateway: string][] = [
    ["10.1.2.0/24", "10.1.2.1-10.1.2.254", "10.1.2.1"],
    ["10.1.0.0/16", "10.1.0.1-10.1.255.254", "10.1.0.1"],
    ["10.1.2.0/30", "10.1.2.1-10.1.2.2", "10.1.2.1"],
    ["0.0.0.0/0", "0.0.0.1-255.255.255.254", "0.0.0.1"],
    ["2001:db8:1::/64", "2001:db8:1::1-2001:db8:1:0:ffff:ffff:ffff:ffff", "2001:db8:1::1"],
    ["2001:db8:1::/126", "2001:db8:1::1-2001:db8:1::3", "2001:db8:1::1"],
    ["10.1.2.0/24 10.1.2.10", "10.1.2.10-10.1.2.254", "10.1.2.1"],
    ["10.1.2.0/24 - 10.1.2.20", "10.1.2.1-10.1.2.20", "10.1.2.1"],
    ["10.1.2.0/24 10.1.2.10 10.1.2.10 10.1.2.254", "10.1.2.10-10.1.2.10", "10.1.2.254"],
    // Given explicitly, network and broadcast address are handed out like any other.
    ["10.1.2.0/24 10.1.2.0 10.1.2.255", "10.1.2.0-10.1.2.255", "10.1.2.1"],
    // The gateway may be anywhere, even of the other family.
    ["10.1.2.0/24 - - 192.0.2.1", "10.1.2.1-10.1.2.254", "192.0.2.1"],
    ["10.1.2.0/24 - - fe80::1", "10.1.2.1-10.1.2.254", "fe80::1"],
  ];
  for (const [line, addresses, gateway] of table) {
    const range = resolveRange(config(line));
    t.equal(formatRange(range), addresses, line);
    t.equal(formatIpAddress(range.gateway), gateway, line);
  }
  t.end();
});

t.test("what makes no sense is refused", (t) => {
  const hostBits = (length: number, network: string) =>
    `Network has host bits set. For a subnet mask of length ${length} the network address is ${network}`;
  const table: [line: string, message: string][] = [
    ["-", "IP <nil> not v4 nor v6"],
    ["10.1.2.0/31", "Network 10.1.2.0/31 too small to allocate from"],
    ["10.1.2.0/32", "Network 10.1.2.0/32 too small to allocate from"],
    ["2001:db8::/127", "Network 2001:db8::/127 too small to allocate from"],
    ["::ffff:10.0.0.0/127", "Network 10.0.0.0/31 too small to allocate from"],
    ["::ffff:10.0.0.0/120", "IPNet IP and Mask version mismatch"],
    ["10.1.2.3/24", hostBits(24, "10.1.2.0")],
    ["2001:db8:1::1/64", hostBits(64, "2001:db8:1::")],
    ["10.1.2.0/24 10.1.3.1", "RangeStart 10.1.3.1 not in network 10.1.2.0/24"],
    ["10.1.2.0/24 - 10.1.3.1", "RangeEnd 10.1.3.1 not in network 10.1.2.0/24"],
    ["10.1.2.0/24 - 10.1.2.0", "RangeEnd 10.1.2.0 not in network 10.1.2.0/24"],
    ["10.1.2.0/24 10.1.2.9 10.1.2.8", "RangeStart 10.1.2.9 not in network 10.1.2.0/24"],
    // Beyond the default end; the reference accepts it and walks through the whole of IPv4.
    ["10.1.2.0/24 10.1.2.255", "RangeStart 10.1.2.255 not in network 10.1.2.0/24"],
    ["10.1.2.0/24 2001:db8::1", "RangeStart 2001:db8::1 not in network 10.1.2.0/24"],
    ["10.1.2.0/24 10.1.2.5 ::1", "RangeEnd ::1 not in network 10.1.2.0/24"],
    ["10.1.2.0/24 10.1.2.5 2001:db8::1", "RangeEnd 2001:db8::1 not in network 10.1.2.0/24"],
  ];
  for (const [line, message] of table) {
    t.throws(() => resolveRange(config(line)), { code: "ERR_HOST_LOCAL_RANGE", message }, line);
  }
  t.throws(() => resolveRange({}), InvalidRangeError);
  t.end();
});
