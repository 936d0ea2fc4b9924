import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { call, type Json, makePlace, OURS } from "./call.ts";
import { measureThroughput, type Throughput } from "./throughput.ts";

needs({ kernel: ["veth", "ifb", "tbf", "ingress"], files: [`${OURS}/ptp`, `${OURS}/bandwidth`] }, t);
guardHost(t);
t.setTimeout(120_000);

const SECONDS = 3;
/** Bits a second and bits: what goes at once is a thirtieth of what goes in the time. */
const INGRESS = { rate: 16_000_000, burst: 1_600_000 };
const EGRESS = { rate: 8_000_000, burst: 800_000 };

/** Payload in terms of the limit. Headers count as well: 66 bytes of each 1514. */
function share({ bytes, seconds }: Throughput, { rate, burst }: typeof INGRESS): number {
  return bytes / ((rate * seconds + burst) / 8);
}

t.test("what passes in a time is the rate and the burst, in both directions", async (t) => {
  const { host, container, dataDir } = makePlace(t);
  const ipam = { type: "host-local", dataDir, subnet: "10.1.0.0/24" };
  const base = { cniVersion: "1.1.0", name: "net" };
  const run = (config: Json): Json =>
    call({ host, netns: container, verb: "ADD", config: { ...base, ...config } }).json;
  const prevResult = run({ type: "ptp", ipam });
  const limits = {
    ...{ ingressRate: INGRESS.rate, ingressBurst: INGRESS.burst },
    ...{ egressRate: EGRESS.rate, egressBurst: EGRESS.burst },
  };
  run({ type: "bandwidth", ...limits, prevResult });
  for (const [direction, path, limit] of [
    ["ingress", { from: host, to: container, address: "10.1.0.2" }, INGRESS],
    ["egress", { from: container, to: host, address: "10.1.0.1" }, EGRESS],
  ] as const) {
    // A machine that is busy with other things may not send as much as it is allowed to: it gets three tries.
    let part = 0;
    for (let tries = 0; tries < 3 && part < 0.85; tries++) {
      part = share(await measureThroughput(t, { ...path, seconds: SECONDS }), limit);
    }
    t.ok(part > 0.85 && part < 1.15, `${direction}: ${part.toFixed(3)} of the limit`);
  }
});
