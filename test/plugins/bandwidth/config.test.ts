import t from "tap";
import { loadBandwidthConfig } from "../../../src/plugins/bandwidth/config.ts";
import { tbfData, toTokenBucket } from "../../../src/plugins/bandwidth/token-bucket.ts";
import { ifbName, isIfbName } from "../../../src/plugins/shared/ifb-name.ts";
import { makeCall, outcomeOf } from "../cni-call.ts";

const INGRESS = { ingressRate: 8_000_000, ingressBurst: 800_000 };
const EGRESS = { egressRate: 16_000_000, egressBurst: 1_600_000 };
const ingress = { rate: 1_000_000, burst: 100_000, buffer: 1_562_500, limit: 125_000 };
const egress = { rate: 2_000_000, burst: 200_000, buffer: 1_562_500, limit: 250_000 };

const load = (config: Readonly<Record<string, unknown>>) => outcomeOf(() => loadBandwidthConfig(makeCall(config)));
const runtimeConfig = { bandwidth: { ...INGRESS, ...EGRESS } };

t.test("limits of the configuration", async (t) => {
  t.strictSame(load({}), { ingress: undefined, egress: undefined });
  t.strictSame(load(INGRESS), { ingress, egress: undefined });
  t.strictSame(load({ ...INGRESS, ...EGRESS }), { ingress, egress });
  t.strictSame(load({ INGRESSRATE: 8_000_000, ingressburst: 800_000 }), { ingress, egress: undefined });
  t.strictSame(load({ ingressRate: 0, ingressBurst: 0 }), { ingress: undefined, egress: undefined });
});

t.test("those of the runtime count where the configuration has none", async (t) => {
  t.strictSame(load({ runtimeConfig }), { ingress, egress });
  t.strictSame(load({ runtimeConfig, ...INGRESS }), { ingress, egress: undefined });
  t.strictSame(load({ runtimeConfig, egressBurst: 0 }), { ingress: undefined, egress: undefined });
  t.strictSame(load({ runtimeConfig, egressBurst: null }), { ingress: undefined, egress: undefined }, "as in Go");
  t.strictSame(load({ runtimeConfig: {} }), { ingress: undefined, egress: undefined });
});

t.test("what is refused", async (t) => {
  t.equal(load({ ingressRate: 8 }), "7 if rate is set, burst must also be set");
  t.equal(load({ egressBurst: 8 }), "7 if burst is set, rate must also be set");
  t.equal(load({ runtimeConfig: { bandwidth: { egressRate: 8 } } }), "7 if rate is set, burst must also be set");
  t.equal(load({ ingressRate: 8, ingressBurst: 34_359_738_360 }), "7 burst cannot be more than 4GB");
  t.equal(load({ ingressRate: -8, ingressBurst: 8 }), "7 ingressRate and ingressBurst must not be negative");
  t.equal(load({ ingressRate: 7, ingressBurst: 8 }), "7 ingressRate is less than one byte a second");
  t.equal(load({ egressRate: 8, egressBurst: 7 }), "7 egressBurst is less than one byte");
  t.equal(load({ egressRate: 8e12, egressBurst: 8 }), "7 egressBurst is too small for egressRate");
  t.match(load({ egressRate: "1M" }), /^6 .*egressRate: expected integer, got string "1M"/);
  t.match(load({ egressRate: 2 ** 60 }), /^6 .*egressRate: expected integer within ±2\^53/);
});

t.test("the bucket is told to the kernel as the reference does", async (t) => {
  t.strictSame(tbfData(toTokenBucket(8_000_000, 800_000)), {
    parms: { rate: { rate: 1_000_000 }, limit: 125_000, buffer: 1_562_500 },
  });
  t.strictSame(tbfData(toTokenBucket(80_000_000_000, 800_000)), {
    parms: { rate: { rate: 0xffff_ffff }, limit: 250_100_000, buffer: 156 },
    rate64: 10_000_000_000n,
  });
});

t.test("names of ifbs", async (t) => {
  t.equal(await ifbName("net", "box"), "bwpa365e73543b0");
  t.ok(isIfbName("bwpa365e73543b0"));
  for (const name of ["bwp", "bwpa365e73543b", "bwpa365e73543bg", "ifb0", "xbwpa365e73543b"]) t.notOk(isIfbName(name));
});
