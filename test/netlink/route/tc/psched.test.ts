import { readFileSync } from "node:fs";
import t from "tap";
import {
  limitOfLatency,
  TICKS_PER_US,
  ticksToUs,
  transmitBytes,
  transmitTicks,
  transmitTicksOfTc,
  usToTicks,
} from "../../../../src/netlink/route/tc/psched.ts";
import { needs } from "../../../harness/needs.ts";

t.test("a tick is what the kernel says", async (t) => {
  if (!needs({ files: ["/proc/net/psched"] }, t)) return;
  const [usPerTick = 0, ticks = 0, clock = 0] = readFileSync("/proc/net/psched", "utf8")
    .split(" ")
    .map((word) => Number.parseInt(word, 16));
  t.equal((usPerTick / ticks) * (clock / 1e6), TICKS_PER_US);
});

t.test("times in ticks", async (t) => {
  t.equal(usToTicks(1), 15);
  t.equal(usToTicks(100_000), 1_562_500);
  t.equal(ticksToUs(1_562_500), 100_000);
  t.equal(ticksToUs(15), 0);
});

t.test("bursts are those that the CNI reference plugins send", async (t) => {
  // bandwidth v1.9.1 with strace: rate and burst in bytes, and `buffer` and `limit` of its struct tc_tbf_qopt.
  for (const [rate, burst, buffer, limit] of [
    [1_000_000, 100_000, 1_562_500, 125_000],
    [2_000_000, 200_000, 1_562_500, 250_000],
    [1, 1, 15_625_000, 1],
    [10_000_000_000, 100_000, 156, 250_100_000],
    // More than 32 bits hold: the lower half, as Go has it on 64-bit machines.
    [1_000_000, 4_294_967_294, 2_684_354_528, 24_998],
  ] as const) {
    t.equal(transmitTicks(rate, burst), buffer, `buffer of ${burst} at ${rate}`);
    t.equal(limitOfLatency(rate, 25_000, burst), limit, `limit of ${burst} at ${rate}`);
  }
});

t.test("what cannot be computed is 0, as in C and Go", async (t) => {
  t.equal(transmitTicks(0, 1000), 0);
  t.equal(transmitTicks(1, 1e300), 0);
});

t.test("tc divides before it multiplies", async (t) => {
  t.equal(transmitTicks(1_000_000, 1992), 31_125);
  t.equal(transmitTicksOfTc(1_000_000, 1992), 31_109);
});

t.test("a burst is found again in its ticks", async (t) => {
  t.equal(transmitBytes(1_000_000, transmitTicks(1_000_000, 102_400)), 102_400);
  t.equal(transmitBytes(125_000, 1_280_000), 10_240);
});
