import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { cniTs } from "./cni-ts.ts";

/** A store with an address of each kind of holder, and a cache that knows two of them. */
function makeStore(t: Test) {
  const root = t.testdir({ networks: { net: {}, other: {} }, cache: { results: {} }, ns: "" });
  const lease = (network: string, address: string, content: string) => {
    const path = join(root, "networks", network, address);
    writeFileSync(path, content);
    utimesSync(path, 1_700_000_000, 1_700_000_000);
  };
  const attach = (containerId: string, netns: string) => {
    const file = { kind: "cniCacheV1", containerId, ifName: "eth0", networkName: "net", netns };
    writeFileSync(join(root, "cache/results", `net-${containerId}-eth0`), JSON.stringify(file));
  };
  lease("net", "10.0.0.10", "live\r\neth0");
  lease("net", "10.0.0.9", "dead\r\neth0");
  lease("net", "fd00::1", "foreign\r\neth1");
  lease("net", "10.0.0.2", "");
  lease("net", "last_reserved_ip.0", "10.0.0.10");
  lease("other", "10.5.0.2", "dead\r\neth0");
  attach("live", join(root, "ns"));
  attach("dead", join(root, "no-ns"));
  const run = (...args: string[]) =>
    cniTs(["ipam", ...args, "--data-dir", join(root, "networks"), "--cache-dir", join(root, "cache")]);
  return { root, run, leases: (network: string) => readdirSync(join(root, "networks", network)).sort() };
}

t.test("list: by whom, since when, alive or not", async (t) => {
  const { run, root } = makeStore(t);
  t.strictSame(run("list"), {
    ...{ status: 0, signal: null, stderr: "" },
    stdout:
      "NETWORK  ADDRESS    CONTAINER  INTERFACE  SINCE                 HOLDER\n" +
      "net      10.0.0.2                         2023-11-14T22:13:20Z  damaged\n" +
      "net      10.0.0.9   dead       eth0       2023-11-14T22:13:20Z  gone\n" +
      "net      10.0.0.10  live       eth0       2023-11-14T22:13:20Z  alive\n" +
      "net      fd00::1    foreign    eth1       2023-11-14T22:13:20Z  unknown\n" +
      "other    10.5.0.2   dead       eth0       2023-11-14T22:13:20Z  unknown\n",
  });
  t.strictSame(JSON.parse(run("list", "--network", "other", "--json").stdout), [
    {
      ...{ network: "other", address: "10.5.0.2", since: "2023-11-14T22:13:20Z", containerId: "dead" },
      ...{ ifname: "eth0", netns: "", state: "unknown" },
    },
  ]);
  t.strictSame(JSON.parse(run("list", "--network", "none", "--json").stdout), []);
  t.match(run("list", "--network", "../x"), { status: 1, stderr: /invalid characters found in network name/ });
  t.ok(existsSync(root));
});

t.test("show", async (t) => {
  const { run, root } = makeStore(t);
  t.strictSame(
    run("show", "10.0.0.10", "--network", "net").stdout,
    "network:     net\naddress:     10.0.0.10\nsince:       2023-11-14T22:13:20Z\n" +
      `containerId: live\nifname:      eth0\nnetns:       ${root}/ns\nstate:       alive\n`,
  );
  t.match(JSON.parse(run("show", "fd00:0::1", "--network", "net", "--json").stdout), { containerId: "foreign" });
  t.match(run("show", "10.0.0.3", "--network", "net"), {
    status: 1,
    stderr: "cni-ts ipam show: 10.0.0.3 is free in net\n",
  });
  t.match(run("show", "10.0.0.3"), { status: 2, stderr: /--network/ });
});

t.test("free: what is named, with the reason; never what is in use", async (t) => {
  const { run, leases } = makeStore(t);
  const freed = run("free", "10.0.0.9", "fd00:0::1", "10.0.0.77", "--network", "net");
  t.equal(
    freed.stdout.split("\n").sort().join("\n"),
    "\n10.0.0.77 was free already\n" +
      "freed 10.0.0.9 of container dead, interface eth0, whose namespace is gone\n" +
      "freed fd00::1 of container foreign, interface eth1, which no runtime has kept",
  );
  t.equal(freed.status, 0);
  t.match(freed.stderr, /^host-local: freed 1 damaged lease/, "the store is mended under its lock");
  t.strictSame(leases("net"), ["10.0.0.10", "last_reserved_ip.0", "lock"]);

  const refused = run("free", "10.0.0.10", "--network", "net");
  t.match(refused, { status: 1, stderr: /10\.0\.0\.10 is in use by container live, interface eth0: detach it, or/ });
  t.ok(leases("net").includes("10.0.0.10"));
  const forced = run("free", "10.0.0.10", "--network", "net", "--force");
  t.equal(forced.stdout, "freed 10.0.0.10 of container live, interface eth0, although its namespace is there\n");
  t.notOk(leases("net").includes("10.0.0.10"));
});

t.test("free --reason, --json: who frees says why, and what was freed can be kept", async (t) => {
  const { run } = makeStore(t);
  t.equal(
    run("free", "10.0.0.9", "--network", "net", "--reason", "node was reset").stdout,
    "freed 10.0.0.9 of container dead, interface eth0, whose namespace is gone: node was reset\n",
  );
  t.strictSame(
    JSON.parse(run("free", "fd00::1", "10.0.0.9", "--network", "net", "--reason", "moved", "--json").stdout),
    [
      {
        ...{ address: "fd00::1", holder: "container foreign, interface eth1", state: "unknown" },
        ...{ because: "which no runtime has kept", reason: "moved" },
      },
      { address: "10.0.0.9", holder: "", state: "free", because: "", reason: "moved" },
    ],
  );
});

t.test("free --gone: all whose holder is gone, nobody else's", async (t) => {
  const { run, leases, root } = makeStore(t);
  t.match(run("free", "--gone", "--network", "net").stdout, /^freed 10\.0\.0\.9 of container dead, .*\n$/);
  t.strictSame(leases("net"), ["10.0.0.10", "fd00::1", "last_reserved_ip.0", "lock"]);
  t.match(run("free", "--network", "net"), { status: 2, stderr: /which addresses\?/ });
  t.match(run("free", "10.0.0", "--network", "net"), { status: 2, stderr: /"10\.0\.0" is no IP address/ });
  t.match(run("free", "10.0.0.1", "--network", "none"), { status: 1, stderr: /there is no store/ });
  mkdirSync(join(root, "empty"));
  t.notOk(existsSync(join(root, "networks/none")), "and none is made");
});
