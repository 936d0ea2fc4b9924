import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { guardHost } from "../harness/host-guard.ts";
import { needs, unprivileged } from "../harness/needs.ts";
import { type Outcome, tryRun } from "../harness/run.ts";

// The script of `npm start`, as npm starts it.
const root = fileURLToPath(new URL("../../../", import.meta.url));
const start = join(root, "build/scripts/main-job/start.js");
const bin = join(root, "dist/bin");

needs({ root: true, tools: ["ip", "unshare", "mount"], files: [join(bin, "cni-ts")] }, t);
guardHost(t);

/** With the words put in front: `setpriv …` for another user. */
function runMainJob(args: readonly string[], prefix: readonly string[] = []): Outcome {
  return tryRun([...prefix, process.execPath, start, ...args], { cwd: root, timeoutMs: 60_000 });
}

const fixture = (name: string): string => join(root, "fixtures/cni", name);

function proves(t: Test, { status, stdout, stderr }: Outcome, lines: readonly string[]): void {
  const said = stdout.split("\n");
  t.equal(status, 0, stdout + stderr);
  const common = ["CHECK blue", "CHECK green", "DEL blue", "DEL green", "nothing was left of the containers"];
  for (const line of [...common, ...lines]) t.ok(said.includes(`ok      ${line}`), line);
  t.ok(said.includes("all of it was observed"));
  t.notMatch(stdout, /^FAILED/m);
}

/** Both containers: the gateways, and each address of the other, the first container's first. */
function reached(
  gateways: readonly string[],
  addresses: readonly (readonly [blue: string, green: string])[],
): string[] {
  const toGateways = (name: string) => gateways.map((address) => `${name} reaches its gateway ${address} over TCP`);
  return [
    ...toGateways("blue"),
    ...toGateways("green"),
    ...addresses.map(([, green]) => `blue reaches green at ${green} over TCP`),
    ...addresses.map(([blue]) => `green reaches blue at ${blue} over TCP`),
  ];
}

const dbnet = reached(["10.1.0.1"], [["10.1.0.2", "10.1.0.3"]]);

t.test("a bridge network, which is the default", async (t) => {
  const outcome = runMainJob([]);
  proves(t, outcome, dbnet);
  t.match(outcome.stdout, /^network dbnet of dbnet\.conflist, CNI 1\.1\.0/m);
  t.match(outcome.stdout, /"nameservers": \[\n\s+"10\.1\.0\.1"/, "results are printed");
  t.match(outcome.stdout, /^├─ cni0 \(bridge, up, mtu 1500\) .* 10\.1\.0\.1\/16$/m, "and the bridge is drawn");
  t.match(outcome.stdout, /══ green: eth0 \(veth, up, mtu 1500\) .* 10\.1\.0\.3\/16$/m, "with what hangs on it");
});

t.test("two families", async (t) => {
  const addresses = [
    ["10.2.1.0", "10.2.1.1"],
    ["fd00:2::2", "fd00:2::3"],
  ] as const;
  proves(t, runMainJob(["--conf", fixture("dual-stack.conflist")]), reached(["10.2.0.1", "fd00:2::1"], addresses));
});

t.test("point to point", async (t) => {
  const addresses = [
    ["10.3.0.2", "10.3.0.3"],
    ["fd00:3::2", "fd00:3::3"],
  ] as const;
  proves(t, runMainJob(["--conf", fixture("routed.conflist")]), reached(["10.3.0.1", "fd00:3::1"], addresses));
});

t.test("a single configuration instead of a list", async (t) => {
  const file = join(t.testdir(), "10-single.conf");
  const ipam = { type: "host-local", subnet: "10.9.0.0/24" };
  const config = { cniVersion: "0.4.0", name: "single", type: "bridge", bridge: "br9", isGateway: true, ipam };
  writeFileSync(file, JSON.stringify(config));
  proves(t, runMainJob(["--conf", file]), reached(["10.9.0.1"], [["10.9.0.2", "10.9.0.3"]]));
});

t.test("a user without privileges", async (t) => {
  if (!needs({ userNamespaces: true }, t)) return;
  proves(t, runMainJob([], unprivileged), dbnet);
});

function fails(t: Test, { status, stdout, stderr }: Outcome, wanted: RegExp): void {
  t.equal(status, 1, stdout);
  t.match(`${stdout}${stderr}`, wanted);
  t.notMatch(stderr, /^ {4}at /m, "no stack");
  t.notMatch(stdout, /all of it was observed/);
}

t.test("what is no configuration is told in one line", async (t) => {
  const folder = t.testdir({
    "broken.conflist": '{"cniVersion":',
    "empty.conflist": '{"cniVersion":"1.1.0","name":"x"}',
  });
  for (const [name, words] of [
    ["gone.conflist", /: no such file or directory$/],
    ["broken.conflist", /: error parsing configuration list: unexpected end of JSON input at line 1, column 15$/],
    ["empty.conflist", /: no plugin configs found$/],
  ] as const) {
    const outcome = runMainJob(["--conf", join(folder, name)]);
    fails(t, outcome, /^FAILED {2}/m);
    t.equal(outcome.stdout, "", name);
    t.equal(outcome.stderr.trim().split("\n").length, 1, outcome.stderr);
    t.ok(outcome.stderr.includes(join(folder, name)), "it names the file");
    t.match(outcome.stderr.trim(), words);
  }
});

t.test("a network that nothing can be proved of has failed", async (t) => {
  const file = join(t.testdir(), "lo.conflist");
  writeFileSync(file, '{"cniVersion":"1.1.0","name":"lo","plugins":[{"type":"loopback"}]}');
  const outcome = runMainJob(["--conf", file]);
  fails(t, outcome, /^FAILED {2}blue reaches its gateway: the result names none$/m);
  t.match(outcome.stdout, /^FAILED {2}blue reaches green: the result names no address that others can reach$/m);
});

t.test("a plugin that is not there", async (t) => {
  // In the project, so that it is on the executable's file system.
  const folder = mkdtempSync(join(root, "build/main-job-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(join(bin, "cni-ts"), join(folder, "cni-ts"));
  symlinkSync("cni-ts", join(folder, "bridge"));
  const outcome = runMainJob(["--bin", folder]);
  fails(t, outcome, /^FAILED {2}ADD: .*failed to find plugin "host-local" in path \[.*\]$/m);
  t.match(outcome.stdout, /^ok {6}nothing was left of the containers$/m);
});
