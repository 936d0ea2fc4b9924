import { existsSync } from "node:fs";
import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { hasKernelFeature, kernelFeatures } from "../../harness/kernel-features.ts";
import { needs } from "../../harness/needs.ts";
import {
  ip,
  makeNetns,
  readAddresses,
  readLink,
  readLinks,
  readRoutes,
  readSysctl,
  runIn,
  type TestNetns,
} from "../../harness/netns.ts";
import { CommandFailed, run } from "../../harness/run.ts";

needs({ root: true, tools: ["ip"], kernel: ["veth"] }, t);
guardHost(t);

t.test("a namespace is made, read and deleted", async (t) => {
  let made: TestNetns | undefined;
  await t.test("inside", async (t) => {
    const netns = makeNetns(t, "harness");
    made = netns;
    ip(netns, "link add v0 mtu 1400 type veth peer name v1");
    ip(netns, "address add 192.0.2.1/24 dev v0");
    ip(netns, "link set v0 up");
    ip(netns, "link set v1 up");
    ip(netns, "route add 198.51.100.0/24 via 192.0.2.2");
    t.strictSame(
      readLinks(netns)
        .map((link) => link.ifname)
        .sort(),
      ["lo", "v0", "v1"],
    );
    t.match(readLink(netns, "v0"), { mtu: 1400, linkinfo: { info_kind: "veth" } });
    t.equal(readLink(netns, "v9"), undefined);
    t.match(readAddresses(netns, "v0")[0], { local: "192.0.2.1", prefixlen: 24 });
    t.match(
      readRoutes(netns).find((route) => route.dst === "198.51.100.0/24"),
      { gateway: "192.0.2.2", dev: "v0" },
    );
    t.match(readSysctl(netns, "net/ipv4/ip_forward"), /^[01]$/);
    t.throws(() => runIn(netns, ["ip", "link", "show", "v9"]), CommandFailed);
    t.ok(existsSync(netns.path));
  });
  t.ok(made !== undefined && !existsSync(made.path), "it is gone after the test that made it");
});

t.test("a feature is found by trying", async (t) => {
  t.equal(hasKernelFeature("veth"), true);
  t.ok(kernelFeatures.includes("vlan"));
  t.notMatch(run(["ip", "netns", "list"]), `cits-probe-${process.pid}`, "nothing of the trial is left");
});

t.test("the guard sees a change of the host", async (t) => {
  const teardowns: (() => unknown)[] = [];
  guardHost({ teardown: (...fns) => void teardowns.push(...(fns as (() => unknown)[])) });
  const name = `cits${process.pid % 100_000}`;
  run(["ip", "link", "add", name, "type", "veth", "peer", "name", `${name}p`]);
  try {
    t.throws(() => teardowns.forEach((fn) => void fn()), { code: "ERR_TEST_HOST_CHANGED" });
  } finally {
    run(["ip", "link", "delete", name]);
  }
  t.doesNotThrow(() => teardowns.forEach((fn) => void fn()));
});
