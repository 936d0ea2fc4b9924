import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { writeScript } from "../../cni/invoke/script-plugin.ts";
import { guardHost } from "../../harness/host-guard.ts";
import { needs, unprivileged } from "../../harness/needs.ts";
import { readAddresses, readLinks, readRoutes, tryRunIn } from "../../harness/netns.ts";
import { makePlace, OURS, REFERENCE } from "../plugins/call.ts";
import { listLeases } from "../plugins/world.ts";

needs(
  {
    root: true,
    tools: ["ip", "setpriv"],
    kernel: ["bridge", "veth"],
    files: [join(OURS, "cni-ts"), join(REFERENCE, "bridge")],
  },
  t,
);
guardHost(t);
t.setTimeout(120_000);

/** A network of a bridge with leases in the test's folder, and the command that is run on its host. */
function makeNetwork(t: Test) {
  const { host, container, dataDir } = makePlace(t);
  const configDir = t.testdir();
  const cache = join(configDir, "cache");
  const configure = (plugins: readonly object[], cniVersion = "1.0.0") =>
    writeFileSync(join(configDir, "10-net.conflist"), JSON.stringify({ cniVersion, name: "net", plugins }));
  const ipam = { type: "host-local", dataDir, subnet: "10.1.0.0/16" };
  const bridge = { type: "bridge", bridge: "br0", isDefaultGateway: true, ipam };
  configure([bridge]);
  const run = (bin: string, args: readonly string[]) => {
    const flags = ["--config-dir", configDir, "--plugin-path", bin, "--cache-dir", cache];
    return tryRunIn(host, [join(OURS, "cni-ts"), ...args, ...flags]);
  };
  const results = () => readdirSync(join(cache, "results"));
  return { host, container, dataDir, configDir, bridge, configure, run, results };
}

const SIDES = [
  ["ours in one process", OURS, OURS],
  ["the reference's", REFERENCE, REFERENCE],
  ["added by ours, deleted by the reference's", OURS, REFERENCE],
  ["added by the reference's, deleted by ours", REFERENCE, OURS],
] as const;

for (const [name, adder, deleter] of SIDES) {
  t.test(`add, check and del: ${name}`, async (t) => {
    const { host, container, dataDir, run, results } = makeNetwork(t);
    const added = run(adder, ["add", "net", container.name]);
    t.equal(added.status, 0, added.stderr);
    t.match(added.stdout, /^net: added eth0 of cnitool-[0-9a-f]{20}\n {2}br0 .* on the host\n {2}veth/);
    t.match(added.stdout, `in ${container.path}\n    10.1.0.2/16 gateway 10.1.0.1\n  route 0.0.0.0/0 via 10.1.0.1\n`);
    t.match(readAddresses(container, "eth0"), [{ local: "10.1.0.2", prefixlen: 16 }]);
    t.match(readRoutes(container), [{ dst: "default", gateway: "10.1.0.1" }, { dst: "10.1.0.0/16" }]);
    t.equal(results().length, 1);
    for (const bin of [adder, deleter]) t.match(run(bin, ["check", "net", container.name]), { status: 0, stderr: "" });
    t.match(run(deleter, ["del", "net", container.name]), { status: 0, stderr: "" });
    t.strictSame(
      readLinks(container).map(({ ifname }) => ifname),
      ["lo"],
    );
    t.strictSame(
      readLinks(host)
        .map(({ ifname }) => ifname)
        .sort(),
      ["br0", "lo"],
    );
    t.strictSame([listLeases(dataDir), results()], [{}, []]);
    t.match(run(deleter, ["del", "net", container.name]), { status: 0 }, "and once more");
  });
}

t.test("a chain that fails leaves the machine as it was", async (t) => {
  const { host, container, dataDir, bridge, configure, run } = makeNetwork(t);
  for (const bin of [OURS, REFERENCE]) {
    // A plugin that is IPAM only finds no addresses in its configuration.
    configure([bridge, { type: "static", ipam: { addresses: "none" } }]);
    const failed = run(bin, ["add", "net", container.name]);
    t.equal(failed.status, 1);
    t.match(failed.stderr, /^cni-ts add: plugin type="static" failed \(add\)/m);
    t.strictSame(
      readLinks(container).map(({ ifname }) => ifname),
      ["lo"],
    );
    t.strictSame(
      readLinks(host)
        .map(({ ifname }) => ifname)
        .filter((name) => name !== "br0"),
      ["lo"],
    );
    t.strictSame(listLeases(dataDir), {});
  }
});

t.test("gc takes away what a container left that is gone", async (t) => {
  const { host, container, dataDir, bridge, configure, run, results } = makeNetwork(t);
  configure([bridge], "1.1.0");
  for (const id of ["kept", "gone"]) {
    const added = run(OURS, ["add", "net", container.name, "--container-id", id, "--ifname", id]);
    t.equal(added.status, 0, added.stderr);
  }
  t.match(run(OURS, ["status", "net"]), { status: 0, stdout: "net: ready\n" });
  const collected = run(OURS, ["gc", "net", "--keep", "kept/kept"]);
  t.strictSame([collected.status, collected.stdout, collected.stderr], [0, "net: cleaned up\n", ""]);
  t.strictSame(
    readLinks(container)
      .map(({ ifname }) => ifname)
      .sort(),
    ["kept", "lo"],
  );
  t.equal(readLinks(host).filter(({ ifname }) => ifname.startsWith("veth")).length, 1);
  t.strictSame(results(), ["net-kept-kept"]);
  t.equal(Object.keys(listLeases(dataDir)).length, 1);
});

t.test("a namespace that is gone at DEL", async (t) => {
  const { host, container, dataDir, run, results } = makeNetwork(t);
  t.equal(run(OURS, ["add", "net", container.name, "--container-id", "c"]).status, 0);
  tryRunIn(host, ["ip", "netns", "delete", container.name]);
  t.match(run(OURS, ["check", "net", "--container-id", "c"]), { status: 1, stderr: /netns/ });
  t.match(run(OURS, ["del", "net", "--container-id", "c"]), { status: 0, stderr: "" });
  t.strictSame([listLeases(dataDir), results()], [{}, []]);
});

/** What a plugin of somebody else does between bridge and tuning, and what is said of it. */
const MISBEHAVING: Readonly<Record<string, readonly [body: string, error: RegExp, flags?: readonly string[]]>> = {
  "that prints nothing": ["true", /plugin type="other" failed \(add\): failed to unmarshal raw result: .*\/other$/m],
  "that prints garbage": ["echo oops", /plugin type="other" failed \(add\): .*"oops\\n"; .*\/other$/m],
  "that prints without end": ["yes", /plugin type="other" failed \(add\): .*\/other printed more than 16777216 bytes/],
  "that never ends": [
    "sleep 60",
    /plugin type="other" failed \(add\): .*\/other did not end within 1000 ms/,
    ["--timeout", "1"],
  ],
  "that is killed": ["kill -9 $$", /plugin type="other" failed \(add\): .*signal: (SIG)?KILL/i],
};

for (const [what, [body, error, flags = []]] of Object.entries(MISBEHAVING)) {
  t.test(`a plugin ${what} is named, and nothing is left`, async (t) => {
    const { host, container, dataDir, configDir, bridge, configure, run } = makeNetwork(t);
    writeScript(configDir, "other", `[ "$CNI_COMMAND" = ADD ] || exit 0\n${body}`);
    configure([bridge, { type: "other" }, { type: "tuning", mtu: 1400 }]);
    const failed = run(`${OURS}:${configDir}`, ["add", "net", container.name, ...flags]);
    t.equal(failed.status, 1);
    t.match(failed.stderr, error);
    t.strictSame(
      readLinks(container).map(({ ifname }) => ifname),
      ["lo"],
    );
    t.equal(readLinks(host).filter(({ ifname }) => ifname.startsWith("veth")).length, 0);
    t.strictSame(listLeases(dataDir), {});
  });
}

t.test("a namespace that vanishes in the middle of a chain", async (t) => {
  const { host, container, dataDir, configDir, bridge, configure, run } = makeNetwork(t);
  const result = '{"cniVersion":"1.0.0","interfaces":[{"name":"eth0","sandbox":"\'"$CNI_NETNS"\'"}]}';
  writeScript(
    configDir,
    "other",
    `[ "$CNI_COMMAND" = ADD ] || exit 0\nip netns delete ${container.name}\necho '${result}'`,
  );
  configure([bridge, { type: "other" }, { type: "tuning", mtu: 1400 }]);
  const failed = run(`${OURS}:${configDir}`, ["add", "net", container.name, "--json"]);
  t.equal(failed.status, 1);
  t.match(JSON.parse(failed.stdout), {
    code: 8,
    msg: /^plugin type="tuning" failed \(add\): failed to open netns ".*no such file/,
  });
  // The kernel takes the pair away together with the namespace, a little later.
  for (let left = 50; left > 0 && readLinks(host).some(({ ifname }) => ifname.startsWith("veth")); left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  t.strictSame(
    readLinks(host)
      .map(({ ifname }) => ifname)
      .sort(),
    ["br0", "lo"],
  );
  t.strictSame(listLeases(dataDir), {});
});

t.test("a configuration that this user may not read: exit code 3, with the file", async (t) => {
  const { configDir, host } = makeNetwork(t);
  const file = join(configDir, "10-net.conflist");
  chmodSync(file, 0o600);
  chmodSync(configDir, 0o755);
  const args = ["status", "net", "--config", file];
  const refused = tryRunIn(host, [...unprivileged, join(OURS, "cni-ts"), ...args]);
  t.match(refused, { status: 3, stderr: `cni-ts status: error reading ${file}: permission denied\n` });
});
