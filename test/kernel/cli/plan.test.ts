import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { needs } from "../../harness/needs.ts";
import { ip, makeNetns, runIn, type TestNetns, tryRunIn } from "../../harness/netns.ts";

const bin = fileURLToPath(new URL("../../../../dist/bin/", import.meta.url));
needs({ root: true, tools: ["ip", "nft"], files: [join(bin, "cni-ts")] }, t);

interface Place {
  readonly host: TestNetns;
  readonly root: string;
  cniTs(...args: readonly string[]): { status: number | null; stdout: string; stderr: string };
  /** All of the host that an ADD changes. */
  look(): string;
}

function makePlace(t: Test, plugins: readonly Record<string, unknown>[]): Place {
  const host = makeNetns(t, "plan");
  const root = t.testdir({});
  const list = { cniVersion: "1.1.0", name: "plannet", plugins };
  writeFileSync(join(root, "net.conflist"), JSON.stringify(list).replaceAll("ROOT", root));
  const common = ["--cache-dir", join(root, "cache"), "--plugin-path", bin];
  const look = () =>
    [
      runIn(host, ["ip", "-j", "address"]),
      runIn(host, ["nft", "list", "ruleset"]),
      runIn(host, ["sysctl", "net.ipv4.ip_forward"]),
      ...readdirSync(root, { recursive: true }).map(String).sort(),
    ].join("\n");
  const cniTs = (...args: readonly string[]) =>
    tryRunIn(host, [join(bin, "cni-ts"), ...args, ...common], { cwd: root });
  return { host, root, cniTs, look };
}

const ipam = { type: "host-local", subnet: "10.77.0.0/24", dataDir: "ROOT/ipam" };
const bridge = { type: "bridge", bridge: "planbr0", isGateway: true, ipMasq: true, ipam };
const portMappings = [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }];

t.test("a plan names every step and the result, and touches nothing", async (t) => {
  const tuning = { type: "tuning", dataDir: "ROOT/tuning", sysctl: { "net.ipv4.conf.eth0.rp_filter": "0" } };
  const portmap = { type: "portmap", runtimeConfig: { portMappings } };
  const plugins = [bridge, portmap, { type: "other" }, { type: "firewall" }, { ...tuning, logFile: "ROOT/log" }];
  const { cniTs, look } = makePlace(t, plugins);
  const before = look();
  const { status, stdout, stderr } = cniTs("plan", "./net.conflist");
  t.strictSame([status, stderr], [0, ""]);
  t.equal(look(), before);
  for (const line of [
    /^ADD of bridge\n {2}make veth pair$/m,
    /^ {2}ADD of host-local$/m,
    /^ {2}create bridge "planbr0"$/m,
    /^ {2}add IP address 10\.77\.0\.1\/24 to "planbr0"$/m,
    /^ADD of portmap\n {2}set up port mappings$/m,
    /^ADD of other \(not of this package: what it does is not known\)$/m,
    /^ {2}set sysctl net\/ipv4\/conf\/eth0\/rp_filter to "0"$/m,
    /^ {2}.*10\.77\.0\.2:80$/m,
    /^ {2}eth0 .* in \/run\/netns\/plan\n {4}10\.77\.0\.2\/24 gateway 10\.77\.0\.1$/m,
  ]) {
    t.match(stdout, line);
  }
  const order = ["bridge", "portmap", "other", "firewall", "tuning"].map((type) => stdout.indexOf(`ADD of ${type}`));
  t.strictSame(
    order,
    [...order].sort((a, b) => a - b),
  );
});

t.test("the plan is what the ADD then does", async (t) => {
  const { cniTs, host } = makePlace(t, [bridge]);
  const planned = JSON.parse(cniTs("plan", "./net.conflist", "--json").stdout);
  const container = makeNetns(t, "box");
  const added = cniTs("add", "plannet", container.path, "--config", "net.conflist", "--json");
  t.equal(added.status, 0, added.stdout + added.stderr);
  t.strictSame(planned.result.ips, JSON.parse(added.stdout).ips);
  t.equal(planned.steps[0].step, "ADD of bridge");
  t.ok(planned.rules.length > 0);
  for (const { chain } of planned.rules) t.type(chain, "string");

  const next = JSON.parse(cniTs("plan", "./net.conflist", "--json").stdout);
  t.equal(next.result.ips[0].address, "10.77.0.3/24", "leases are as they are now");
  const [{ address: mac }] = JSON.parse(runIn(host, ["ip", "-j", "link", "show", "planbr0"]));
  t.equal(next.result.interfaces[0].mac, mac, "the bridge of the host is built upon");
});

t.test("an ADD that would fail: why, and the exit code", async (t) => {
  const narrow = { ...ipam, subnet: "10.77.0.0/30" };
  const { cniTs, look, root } = makePlace(t, [{ type: "other" }, { ...bridge, ipam: narrow }, { type: "firewall" }]);
  const first = makeNetns(t, "box");
  writeFileSync(
    join(root, "first.conflist"),
    JSON.stringify({
      cniVersion: "1.1.0",
      name: "plannet",
      plugins: [{ ...bridge, ipam: { ...narrow, dataDir: join(root, "ipam") } }],
    }),
  );
  t.equal(cniTs("add", "plannet", first.path, "--config", "first.conflist").status, 0);
  const before = look();
  const { status, stdout } = cniTs("plan", "./net.conflist");
  t.equal(status, 1);
  t.match(stdout, /^ {2}undo: delete .*veth/m);
  t.match(stdout, /^it would fail: plugin type="bridge" failed \(add\): .*no IP addresses available/m);
  t.notMatch(stdout, "ADD of firewall");
  t.equal(look(), before);
  const failure = JSON.parse(cniTs("plan", "./net.conflist", "--json").stdout).failure;
  t.match(failure, { code: Number, msg: /no IP addresses available/ });
});

t.test("a network by its name; a gateway address of another net", async (t) => {
  const { cniTs, host, root } = makePlace(t, [bridge]);
  ip(host, "link add planbr0 type bridge");
  ip(host, "addr add 10.77.0.9/24 dev planbr0");
  const plan = cniTs("plan", "plannet", "--config-dir", root);
  t.equal(plan.status, 1);
  t.match(plan.stdout, /it would fail: .*already has an IP address different from 10\.77\.0\.1\/24/);
  t.notOk(existsSync(join(root, "ipam")));
  t.equal(cniTs("plan", "none", "--config-dir", root).status, 3);
});
