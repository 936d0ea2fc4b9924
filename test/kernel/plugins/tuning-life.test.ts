import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, makeNetns, readLink } from "../../harness/netns.ts";
import { call, makePlace, OURS, type Place, REFERENCE } from "./call.ts";
import { startCall } from "./parallel.ts";
import { readWorld } from "./world.ts";

needs({ kernel: ["veth"], files: [`${OURS}/tuning`, `${REFERENCE}/tuning`] }, t);
guardHost(t);
t.setTimeout(120_000);

const SIDES = { ours: OURS, reference: REFERENCE };
const SETTINGS = { mac: "c2:11:22:33:44:55", promisc: true, mtu: 1400, allmulti: true, txQLen: 20 };
const LINK = "link add eth0 address 02:00:00:00:00:01 type veth peer name peer address 02:00:00:00:00:02";

function makeTunedPlace(t: Test): Place {
  const place = makePlace(t);
  ip(place.container, LINK);
  return place;
}

for (const cniVersion of ["0.4.0", "1.0.0", "1.1.0"]) {
  for (const [adder, other] of [
    ["ours", "reference"],
    ["reference", "ours"],
  ] as const) {
    t.test(`${cniVersion}: added by ${adder}, checked and deleted by ${other}`, async (t) => {
      const { host, container, dataDir } = makeTunedPlace(t);
      const before = readWorld([container], [dataDir]);
      const config = {
        ...{ cniVersion, name: "net", type: "tuning", dataDir, ...SETTINGS },
        prevResult: { interfaces: [{ name: "eth0", sandbox: container.path }] },
      };
      const run = (side: keyof typeof SIDES, verb: "ADD" | "CHECK" | "DEL", change: object = {}) =>
        call({ host, netns: container, verb, config: { ...config, ...change }, bin: SIDES[side] });
      const added = run(adder, "ADD");
      t.equal(added.status, 0, JSON.stringify(added.json));
      const whole = { prevResult: added.json };
      t.strictSame(run(other, "CHECK", whole), { status: 0, json: undefined, stderr: "" });
      t.strictSame(run(other, "DEL", whole), { status: 0, json: undefined, stderr: "" });
      t.strictSame(readWorld([container], [dataDir]), before);
    });
  }
}

t.test("both by turns in one folder, all at once", async (t) => {
  const { host, dataDir } = makePlace(t);
  const folder = join(dataDir, "new");
  const config = {
    ...{ cniVersion: "1.1.0", name: "net", type: "tuning", dataDir: folder, ...SETTINGS },
    prevResult: { interfaces: [{ name: "eth0" }] },
  };
  const boxes = Array.from({ length: 12 }, (_, index) => {
    const netns = makeNetns(t, "box");
    ip(netns, LINK);
    return { host, netns, config, id: `box${index}`, bin: index % 2 === 0 ? OURS : REFERENCE };
  });
  const atOnce = (verb: "ADD" | "DEL") => Promise.all(boxes.map((box) => startCall({ ...box, verb }).answer));
  for (const { status, json } of await atOnce("ADD")) t.equal(status, 0, JSON.stringify(json));
  t.strictSame(readdirSync(folder).sort(), boxes.map(({ id }) => `${id}_eth0.json`).sort());
  const texts = new Set(boxes.map(({ id }) => readFileSync(join(folder, `${id}_eth0.json`), "utf8")));
  t.equal(texts.size, 1, [...texts].join());
  for (const { netns } of boxes) t.equal(readLink(netns, "eth0")?.mtu, 1400);
  for (const { status } of await atOnce("DEL")) t.equal(status, 0);
  t.strictSame(readdirSync(folder), []);
  for (const { netns } of boxes) t.match(readLink(netns, "eth0"), { mtu: 1500, address: "02:00:00:00:00:01" });
});

t.test("an ADD killed anywhere, then DEL: the interface is what it was, and no file is left", async (t) => {
  const { host, container, dataDir } = makeTunedPlace(t);
  const prevResult = { interfaces: [{ name: "eth0" }] };
  const config = { cniVersion: "1.1.0", name: "net", type: "tuning", dataDir, prevResult, ...SETTINGS };
  const options = { host, netns: container, config };
  const before = readWorld([container], [dataDir]);
  const start = performance.now();
  t.equal(call({ ...options, verb: "ADD" }).status, 0);
  const wholeMs = performance.now() - start;
  t.equal(call({ ...options, verb: "DEL" }).status, 0);
  const rounds = 30;
  const states = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const running = startCall({ ...options, verb: "ADD" });
    await sleep((wholeMs * round) / rounds);
    running.kill();
    await running.answer;
    states.add(`${readdirSync(dataDir).join()} mtu ${readLink(container, "eth0")?.mtu}`);
    t.strictSame(call({ ...options, verb: "DEL" }), { status: 0, json: undefined, stderr: "" }, `round ${round}`);
    t.strictSame(readWorld([container], [dataDir]), before);
  }
  t.ok(states.size > 1, `killed in ${[...states].join("; ")}`);
});
