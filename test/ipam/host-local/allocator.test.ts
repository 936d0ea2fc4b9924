import fc from "fast-check";
import t from "tap";
import { formatIpAddress, parseIpAddress } from "../../../src/addr/ip-address.ts";
import { formatIpPrefix, parseIpPrefix } from "../../../src/addr/ip-prefix.ts";
import { allocate, candidates } from "../../../src/ipam/host-local/allocator.ts";
import { type RangeSet, resolveRangeSet } from "../../../src/ipam/host-local/range-set.ts";
import { cniErrorOf } from "../cni-error-of.ts";

interface World {
  /** For each set its ranges: `10.0.0.0/29`, or with start and end, and a gateway: `10.0.0.0/29 10.0.0.2 10.0.0.4 10.0.0.3`. */
  readonly sets: string[][];
  readonly requested?: string[];
  readonly taken?: string[];
  readonly held?: string[];
  readonly last?: (string | undefined)[];
}

function parseSet(lines: string[]): RangeSet {
  return resolveRangeSet(
    lines.map((line) => {
      const [subnet = "", start, end, gateway] = line.split(" ");
      const ip = (text: string | undefined) => (text === undefined ? undefined : parseIpAddress(text));
      return { subnet: parseIpPrefix(subnet), rangeStart: ip(start), rangeEnd: ip(end), gateway: ip(gateway) };
    }),
  );
}

function run(world: World): string[] {
  const allocations = allocate({
    containerId: "box",
    sets: world.sets.map(parseSet),
    requested: (world.requested ?? []).map(parseIpAddress),
    held: (world.held ?? []).map(parseIpAddress),
    lastReserved: (set) => {
      const last = world.last?.[set];
      return last === undefined ? undefined : parseIpAddress(last);
    },
    isTaken: (address) => [...(world.taken ?? []), ...(world.held ?? [])].includes(address),
    describeTaken: (address) => `holder of ${address}`,
  });
  return allocations.map(({ prefix, gateway }) => `${formatIpPrefix(prefix)} ${formatIpAddress(gateway)}`);
}

t.test("round robin", (t) => {
  const small = [["10.0.0.0/29"]];
  const table: [title: string, world: World, expected: string][] = [
    ["the first address, past the gateway", { sets: small }, "10.0.0.2"],
    ["past what is taken", { sets: small, taken: ["10.0.0.2", "10.0.0.3"] }, "10.0.0.4"],
    ["after the last reserved", { sets: small, last: ["10.0.0.3"] }, "10.0.0.4"],
    ["after the last reserved, though earlier ones are free", { sets: small, last: ["10.0.0.5"] }, "10.0.0.6"],
    ["from the end to the start", { sets: small, last: ["10.0.0.6"] }, "10.0.0.2"],
    [
      "round to the last reserved itself",
      { sets: small, last: ["10.0.0.3"], taken: ["10.0.0.2", "10.0.0.4", "10.0.0.5", "10.0.0.6"] },
      "10.0.0.3",
    ],
    ["a note from another range counts for nothing", { sets: small, last: ["10.9.0.3"] }, "10.0.0.2"],
    ["no broadcast", { sets: small, taken: ["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"] }, "10.0.0.6"],
    ["a gateway in the middle", { sets: [["10.0.0.0/29 10.0.0.2 10.0.0.6 10.0.0.3"]], last: ["10.0.0.2"] }, "10.0.0.4"],
    ["from one range to the next", { sets: [["10.0.0.0/30", "10.1.0.0/30"]], last: ["10.0.0.2"] }, "10.1.0.2"],
    ["from the last range to the first", { sets: [["10.0.0.0/30", "10.1.0.0/30"]], last: ["10.1.0.2"] }, "10.0.0.2"],
    [
      "the gateway of another range is no gateway here",
      { sets: [["10.0.0.0/29 10.0.0.2 10.0.0.3", "10.0.0.0/29 10.0.0.1 10.0.0.1 10.0.0.2"]] },
      "10.0.0.2",
    ],
  ];
  for (const [title, world, expected] of table) {
    const [first = ""] = run(world);
    t.equal(first.split("/")[0], expected, title);
  }
  t.same(run({ sets: [["10.0.0.0/29"], ["2001:db8::/64"]] }), ["10.0.0.2/29 10.0.0.1", "2001:db8::2/64 2001:db8::1"]);
  t.end();
});

t.test("requested addresses", (t) => {
  const dual = [["10.0.0.0/24"], ["2001:db8::/64"]];
  t.same(run({ sets: dual, requested: ["2001:db8::9", "10.0.0.9"] }), [
    "10.0.0.9/24 10.0.0.1",
    "2001:db8::9/64 2001:db8::1",
  ]);
  t.same(run({ sets: dual, requested: ["10.0.0.9"] }), ["10.0.0.9/24 10.0.0.1", "2001:db8::2/64 2001:db8::1"]);
  t.same(
    run({ sets: [["10.0.0.0/24"]], requested: ["10.0.0.9", "10.0.0.9"] }),
    ["10.0.0.9/24 10.0.0.1"],
    "asked for twice",
  );
  t.same(
    run({ sets: [["10.0.0.0/24"]], requested: ["10.0.0.9"], held: ["10.0.0.2"] }),
    ["10.0.0.9/24 10.0.0.1"],
    "whoever has one may ask for another",
  );
  const table: [world: World, cniCode: number, msg: string][] = [
    [
      { sets: dual, requested: ["10.0.0.1"] },
      7,
      "failed to allocate for range 0: requested ip 10.0.0.1 is subnet's gateway",
    ],
    [
      { sets: dual, requested: ["2001:db8::1"] },
      7,
      "failed to allocate for range 1: requested ip 2001:db8::1 is subnet's gateway",
    ],
    [
      { sets: dual, requested: ["10.0.0.9"], taken: ["10.0.0.9"] },
      11,
      "failed to allocate for range 0: requested IP address 10.0.0.9 is not available in range set 10.0.0.1-10.0.0.254",
    ],
    [{ sets: dual, requested: ["10.0.1.9"] }, 7, "failed to allocate all requested IPs: 10.0.1.9"],
    [
      { sets: dual, requested: ["10.0.0.9", "10.0.0.10", "9.9.9.9"] },
      7,
      "failed to allocate all requested IPs: 10.0.0.10 9.9.9.9",
    ],
  ];
  for (const [world, cniCode, msg] of table)
    t.match(
      cniErrorOf(() => run(world)),
      { code: cniCode, msg },
      msg,
    );
  t.match(
    cniErrorOf(() => run({ sets: dual, requested: ["10.0.0.9"], taken: ["10.0.0.9"] })),
    { details: "holder of 10.0.0.9" },
  );
  t.end();
});

t.test("one address a set for an attachment", (t) => {
  const msg = "failed to allocate for range 1: 10.1.0.9 has been allocated to box, duplicate allocation is not allowed";
  t.match(
    cniErrorOf(() => run({ sets: [["10.0.0.0/24"], ["10.1.0.0/24"]], held: ["10.1.0.9"] })),
    {
      code: 100,
      msg,
    },
  );
  t.same(
    run({ sets: [["10.0.0.0/24"]], held: ["10.1.0.9"] }),
    ["10.0.0.2/24 10.0.0.1"],
    "held in another network's range",
  );
  t.end();
});

t.test("exhaustion", (t) => {
  t.match(
    cniErrorOf(() => run({ sets: [["10.0.0.0/30", "10.1.0.0/30"]], taken: ["10.0.0.2", "10.1.0.2"] })),
    {
      code: 11,
      msg: "failed to allocate for range 0: no IP addresses available in range set: 10.0.0.1-10.0.0.2,10.1.0.1-10.1.0.2",
      details: "all 2 addresses are leased",
    },
  );
  t.match(
    cniErrorOf(() => run({ sets: [["10.0.0.0/24 10.0.0.1 10.0.0.1"]] })),
    {
      code: 11,
      details: "all 0 addresses are leased",
    },
  );
  t.end();
});

// Ranges over the 64 addresses of 10.0.0.0/26, as pairs of numbers that do not overlap.
const setOfRanges = fc
  .uniqueArray(fc.integer({ min: 0, max: 63 }), { minLength: 2, maxLength: 6 })
  .map((cuts) => cuts.sort((a, b) => a - b))
  .map((cuts) => Array.from({ length: cuts.length >> 1 }, (_, i) => [cuts[2 * i] ?? 0, cuts[2 * i + 1] ?? 0] as const))
  .chain((pairs) => fc.shuffledSubarray(pairs, { minLength: pairs.length }));
const text = (n: number): string => `10.0.0.${n}`;

/** Lists everything, rotates the list behind the last reserved address, and takes the first that is free. */
function naiveOrder(
  pairs: readonly (readonly [number, number])[],
  gateway: number,
  last: number | undefined,
): number[] {
  const all = pairs.flatMap(([first, end]) => Array.from({ length: end - first + 1 }, (_, i) => first + i));
  const at = last === undefined ? -1 : all.indexOf(last);
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].filter((n) => n !== gateway);
}

t.test("the order is that of a list, rotated", (t) => {
  fc.assert(
    fc.property(
      setOfRanges,
      fc.integer({ min: 0, max: 63 }),
      fc.option(fc.integer({ min: 0, max: 63 }), { nil: undefined }),
      (pairs, gateway, last) => {
        const set = parseSet(pairs.map(([first, end]) => `10.0.0.0/26 ${text(first)} ${text(end)} ${text(gateway)}`));
        const order = [...candidates(set, last === undefined ? undefined : parseIpAddress(text(last)))];
        const texts = order.map(({ address }) => formatIpAddress(address));
        t.same(texts, naiveOrder(pairs, gateway, last).map(text));
        return true;
      },
    ),
    { numRuns: 300 },
  );
  t.end();
});

t.test("any history of ADD and DEL behaves as the naive model", (t) => {
  const step = fc.record({ add: fc.boolean(), pick: fc.nat() });
  fc.assert(
    fc.property(
      setOfRanges,
      fc.integer({ min: 0, max: 63 }),
      fc.array(step, { maxLength: 150 }),
      (pairs, gateway, steps) => {
        const sets = [pairs.map(([first, end]) => `10.0.0.0/26 ${text(first)} ${text(end)} ${text(gateway)}`)];
        const taken: number[] = [];
        let last: number | undefined;
        for (const { add, pick } of steps) {
          if (!add) {
            taken.splice(pick % (taken.length + 1), 1);
            continue;
          }
          const expected = naiveOrder(pairs, gateway, last).find((n) => !taken.includes(n));
          const world: World = { sets, taken: taken.map(text), last: [last === undefined ? undefined : text(last)] };
          if (expected === undefined) {
            t.match(
              cniErrorOf(() => run(world)),
              { code: 11 },
            );
            continue;
          }
          t.same(run(world), [`${text(expected)}/26 ${text(gateway)}`]);
          taken.push(expected);
          last = expected;
        }
        return true;
      },
    ),
    { numRuns: 60 },
  );
  t.end();
});
