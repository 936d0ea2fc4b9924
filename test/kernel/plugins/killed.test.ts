import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { readAddresses, readLinks } from "../../harness/netns.ts";
import { call, makePlace, OURS } from "./call.ts";
import { startCall } from "./parallel.ts";
import { listLeases } from "./world.ts";

needs({ kernel: ["bridge", "veth"], files: [`${OURS}/bridge`, `${OURS}/ptp`] }, t);
guardHost(t);
t.setTimeout(300_000);

const ROUNDS = 40;

for (const type of ["bridge", "ptp"]) {
  t.test(`${type}: an ADD killed anywhere, then DEL, then ADD`, async (t) => {
    const { host, container, dataDir } = makePlace(t);
    // Four addresses for containers: a lease that got lost would be missed soon.
    const ipam = { type: "host-local", dataDir, subnet: "10.1.0.0/29" };
    const config = {
      cniVersion: "1.1.0",
      name: "net",
      type,
      ipam,
      ...(type === "bridge" ? { bridge: "br0", isGateway: true } : {}),
    };
    const options = { host, netns: container, config };
    const start = performance.now();
    t.equal(call({ ...options, verb: "ADD" }).status, 0);
    const wholeMs = performance.now() - start;
    t.equal(call({ ...options, verb: "DEL" }).status, 0);
    const states = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const running = startCall({ ...options, verb: "ADD" });
      await sleep((wholeMs * round) / ROUNDS);
      running.kill();
      await running.answer;
      states.add(`${readLinks(container).length} links, ${Object.keys(listLeases(dataDir)).length} files`);
      t.strictSame(call({ ...options, verb: "DEL" }), { status: 0, json: undefined, stderr: "" }, `round ${round}`);
      const names = readLinks(host).map(({ ifname }) => ifname);
      t.strictSame(
        names.filter((name) => name !== "br0"),
        ["lo"],
      );
      t.strictSame(listLeases(dataDir), {});
      t.equal(readLinks(container).length, 1);
    }
    t.ok(states.size > 1, `killed in ${[...states].join("; ")}`);
    t.equal(call({ ...options, verb: "ADD" }).status, 0);
    t.ok(readAddresses(container, "eth0").some(({ family }) => family === "inet"));
    t.equal(call({ ...options, verb: "DEL" }).status, 0);
  });
}
