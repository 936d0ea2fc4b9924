import fc from "fast-check";
import t from "tap";
import { type IpAddress, parseIpAddress } from "../../src/addr/ip-address.ts";
import { formatIpRange, ipRange, rangeContains, rangeSize, rangesOverlap } from "../../src/addr/ip-range.ts";

const range = (first: string, last: string) => ipRange(parseIpAddress(first), parseIpAddress(last));

t.test("ends are included", (t) => {
  const r = range("10.0.0.5", "10.0.0.9");
  t.equal(formatIpRange(r), "10.0.0.5-10.0.0.9");
  t.equal(rangeSize(r), 5n);
  for (const [text, inside] of [
    ["10.0.0.4", false],
    ["10.0.0.5", true],
    ["10.0.0.9", true],
    ["10.0.0.10", false],
    ["::a00:5", false],
  ] as const) {
    t.equal(rangeContains(r, parseIpAddress(text)), inside, text);
  }
  t.equal(rangeSize(range("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")), 2n ** 128n);
  t.end();
});

t.test("a backward or mixed range is refused", (t) => {
  t.throws(() => range("10.0.0.5", "10.0.0.4"), {
    code: "ERR_ADDRESS_INVALID",
    message: "invalid IP range: 10.0.0.5-10.0.0.4",
  });
  t.throws(() => range("10.0.0.5", "::ffff"), { code: "ERR_ADDRESS_INVALID" });
  t.end();
});

t.test("overlap against counting", (t) => {
  const small = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })).map(([a, b]) => {
    const at = (n: number): IpAddress => ({ family: 4, value: BigInt(n) });
    return ipRange(at(Math.min(a, b)), at(Math.max(a, b)));
  });
  fc.assert(
    fc.property(small, small, (a, b) => {
      const common = Array.from({ length: 13 }, (_, n) => ({ family: 4 as const, value: BigInt(n) })).filter(
        (ip) => rangeContains(a, ip) && rangeContains(b, ip),
      );
      return rangesOverlap(a, b) === common.length > 0;
    }),
  );
  t.notOk(rangesOverlap(range("0.0.0.0", "0.0.0.9"), range("::", "::9")));
  t.end();
});
