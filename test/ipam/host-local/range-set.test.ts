import t from "tap";
import { parseIpAddress } from "../../../src/addr/ip-address.ts";
import { parseIpPrefix } from "../../../src/addr/ip-prefix.ts";
import type { RangeConfig } from "../../../src/ipam/host-local/range.ts";
import {
  countLeasable,
  findRange,
  formatRangeSet,
  isLeasable,
  rangeSetsOverlap,
  resolveRangeSet,
} from "../../../src/ipam/host-local/range-set.ts";

/** `10.1.2.0/24`, or `10.1.2.0/24 10.1.2.5 10.1.2.9` with its ends. */
function range(line: string): RangeConfig {
  const [subnet = "", start, end] = line.split(" ");
  return {
    subnet: parseIpPrefix(subnet),
    rangeStart: start === undefined ? undefined : parseIpAddress(start),
    rangeEnd: end === undefined ? undefined : parseIpAddress(end),
  };
}

const set = (...lines: string[]) => resolveRangeSet(lines.map(range));

t.test("refusals", (t) => {
  const table: [lines: string[], message: string][] = [
    [[], "empty range set"],
    [["10.1.2.0/24", "2001:db8::/64"], "mixed address families"],
    [["10.1.2.0/24", "10.1.0.0/16"], "subnets 10.1.2.1-10.1.2.254 and 10.1.0.1-10.1.255.254 overlap"],
    [["10.1.0.0/16", "10.1.2.0/24"], "subnets 10.1.0.1-10.1.255.254 and 10.1.2.1-10.1.2.254 overlap"],
    [
      ["10.1.2.0/24 10.1.2.5 10.1.2.9", "10.1.2.0/24 10.1.2.9 10.1.2.12"],
      "subnets 10.1.2.5-10.1.2.9 and 10.1.2.9-10.1.2.12 overlap",
    ],
    // The first thing wrong is told.
    [
      ["10.1.2.3/24", "2001:db8::/64"],
      "Network has host bits set. For a subnet mask of length 24 the network address is 10.1.2.0",
    ],
  ];
  for (const [lines, message] of table) {
    t.throws(() => set(...lines), { code: "ERR_HOST_LOCAL_RANGE", message }, lines.join(" + "));
  }
  t.end();
});

t.test("two parts of one subnet are no overlap", (t) => {
  const parts = set("10.1.2.0/24 10.1.2.5 10.1.2.9", "10.1.2.0/24 10.1.2.10 10.1.2.12");
  t.equal(formatRangeSet(parts), "10.1.2.5-10.1.2.9,10.1.2.10-10.1.2.12");
  t.equal(findRange(parts, parseIpAddress("10.1.2.10")), parts[1]);
  t.equal(findRange(parts, parseIpAddress("10.1.2.13")), undefined);
  t.equal(findRange(parts, parseIpAddress("::a01:20a")), undefined);
  t.end();
});

t.test("sets overlap where any of their ranges do", (t) => {
  const left = set("10.1.2.0/24", "10.2.0.0/24 10.2.0.10 10.2.0.20");
  t.ok(rangeSetsOverlap(left, set("10.9.0.0/24", "10.2.0.0/24 10.2.0.20 10.2.0.30")));
  t.notOk(rangeSetsOverlap(left, set("10.2.0.0/24 10.2.0.21 10.2.0.30")));
  t.notOk(rangeSetsOverlap(left, set("2001:db8::/64")));
  t.end();
});

t.test("what can be leased: all but each range's own gateway", (t) => {
  t.equal(countLeasable(set("10.1.2.0/24")), 253n);
  t.equal(countLeasable(set("10.1.2.0/24 10.1.2.10 10.1.2.19")), 10n);
  t.equal(countLeasable(set("10.1.2.0/30", "10.1.3.0/30")), 2n);
  t.equal(countLeasable(set("2001:db8::/64")), 2n ** 64n - 2n);
  const plain = set("10.1.2.0/24");
  t.ok(isLeasable(plain, parseIpAddress("10.1.2.2")));
  t.notOk(isLeasable(plain, parseIpAddress("10.1.2.1")), "the gateway");
  t.notOk(isLeasable(plain, parseIpAddress("10.1.2.255")));
  t.end();
});
