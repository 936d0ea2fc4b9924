import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import t from "tap";
import { guardHost } from "../../../harness/host-guard.ts";
import { needs } from "../../../harness/needs.ts";
import { makeNetns } from "../../../harness/netns.ts";
import { tryRun } from "../../../harness/run.ts";
import { bunPath } from "../../../netlink/bun.ts";
import { eventCases } from "./event-cases.ts";

needs({ tools: ["ip", "nft"], kernel: ["veth", "bridge", "nftables", "policy-routing"] }, t);
guardHost(t);
t.setTimeout(180_000);

const program = fileURLToPath(new URL("./event-cases-main.js", import.meta.url));

for (const [runtime, path] of [
  ["Node", process.execPath],
  ["Bun", bunPath()],
] as const) {
  t.test(`event-driven sockets in ${runtime}`, async (t) => {
    if (!needs({ files: [path] }, t)) return;
    for (const name of Object.keys(eventCases)) {
      const netns = makeNetns(t);
      const { status, stdout, stderr } = tryRun([path, program, name, netns.name, netns.path]);
      t.strictSame([status, stdout], [0, "done\n"], `${name}${stderr}`);
    }
  });
}

t.test("where the signal is blocked, notifications come all the same", async (t) => {
  const netns = makeNetns(t);
  const command = [
    "env",
    "--block-signal=URG",
    process.execPath,
    program,
    "an address is told",
    netns.name,
    netns.path,
  ];
  t.match(tryRun(command), { status: 0, stdout: "done\n" });
});

t.test("a worker thread of Node is told that it gets no signals", async (t) => {
  const url = new URL("../../../../src/netlink/route/route-monitor-client.js", import.meta.url).href;
  const code = `import(${JSON.stringify(url)}).then((module) => module.openRouteMonitor()).catch((error) =>
    require("node:worker_threads").parentPort.postMessage([error.code, error.message]))`;
  const worker = new Worker(code, { eval: true });
  const told = await new Promise((resolve) => worker.once("message", resolve));
  t.match(told, ["ERR_NETLINK_TRANSPORT", /main thread/]);
  await worker.terminate();
});
