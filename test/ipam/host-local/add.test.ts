import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { CNI_VERSIONS } from "../../../src/cni/version/cni-version.ts";
import { addressesOf, TestStore } from "./store-files.ts";

const subnet = { subnet: "10.1.2.0/24" };
const dual = { ranges: [[{ subnet: "10.1.2.0/24" }, { subnet: "10.2.2.0/24" }], [{ subnet: "2001:db8:1::/64" }]] };

for (const cniVersion of CNI_VERSIONS) {
  t.test(`[${cniVersion}] two range sets, routes and resolvConf`, async (t) => {
    const store = new TestStore(t);
    writeFileSync(join(store.dataDir, "resolv.conf"), "nameserver 192.0.2.3\n");
    const routes = [{ dst: "0.0.0.0/0" }, { dst: "::/0" }, { dst: "192.168.0.0/16", gw: "10.1.2.9" }];
    const ipam = { ...dual, routes, resolvConf: join(store.dataDir, "resolv.conf") };
    const added = await store.call("ADD", { config: { cniVersion }, ipam });
    t.equal(added.exitCode, 0);
    t.equal(added.stderr, "", "nothing on stderr on first use");
    const dns = { nameservers: ["192.0.2.3"] };
    const isOld = cniVersion === "0.1.0" || cniVersion === "0.2.0";
    const version = (family: string) => (cniVersion.startsWith("0.") ? { version: family } : {});
    const lists = {
      cniVersion,
      ips: [
        { ...version("4"), address: "10.1.2.2/24", gateway: "10.1.2.1" },
        { ...version("6"), address: "2001:db8:1::2/64", gateway: "2001:db8:1::1" },
      ],
      routes,
      dns,
    };
    const objects = {
      cniVersion,
      ip4: { ip: "10.1.2.2/24", gateway: "10.1.2.1", routes: [routes[0], routes[2]] },
      ip6: { ip: "2001:db8:1::2/64", gateway: "2001:db8:1::1", routes: [routes[1]] },
      dns,
    };
    t.same(added.json, isOld ? objects : lists);
    t.same(store.files(), {
      "10.1.2.2": "box\r\neth0",
      "2001:db8:1::2": "box\r\neth0",
      "last_reserved_ip.0": "10.1.2.2",
      "last_reserved_ip.1": "2001:db8:1::2",
    });
    const deleted = await store.call("DEL", { config: { cniVersion }, ipam });
    t.same(deleted, { exitCode: 0, json: undefined, stderr: "" });
    t.same(store.files(), { "last_reserved_ip.0": "10.1.2.2", "last_reserved_ip.1": "2001:db8:1::2" });
  });
}

t.test("names, kinds and modes are the reference's", async (t) => {
  const store = new TestStore(t);
  await store.call("ADD", { ipam: subnet });
  t.same(readdirSync(store.directory).sort(), ["10.1.2.2", "last_reserved_ip.0", "lock"], "no temporary file is left");
  const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);
  t.equal(mode(store.directory), "755");
  t.equal(mode(join(store.directory, "lock")), "750");
  t.equal(mode(join(store.directory, "10.1.2.2")), "600");
  t.equal(mode(join(store.directory, "last_reserved_ip.0")), "600");
  t.equal(statSync(join(store.directory, "lock")).size, 0);
  t.equal(statSync(join(store.directory, "10.1.2.2")).nlink, 1);
});

t.test("each interface of a container has an address of its own", async (t) => {
  const store = new TestStore(t);
  t.same(addressesOf(await store.call("ADD", { ipam: subnet, ifname: "eth0" })), ["10.1.2.2/24"]);
  t.same(addressesOf(await store.call("ADD", { ipam: subnet, ifname: "eth1" })), ["10.1.2.3/24"]);
  await store.call("DEL", { ipam: subnet, ifname: "eth0" });
  t.same(Object.keys(store.files()), ["10.1.2.3", "last_reserved_ip.0"]);
});

t.test("the second ADD of an attachment is refused", async (t) => {
  const store = new TestStore(t);
  await store.call("ADD", { ipam: subnet });
  const before = store.files();
  const msg = "failed to allocate for range 0: 10.1.2.2 has been allocated to box, duplicate allocation is not allowed";
  t.match(await store.call("ADD", { ipam: subnet }), { exitCode: 1, json: { code: 100, msg } });
  t.same(store.files(), before);
  store.write({ "10.1.2.9": "old" });
  t.match(
    await store.call("ADD", { ipam: subnet, id: "old" }),
    { exitCode: 1, json: { code: 100 } },
    "a legacy lease counts",
  );
});

t.test("white space around a container id in the store does not matter", async (t) => {
  const store = new TestStore(t);
  store.write({ "10.1.2.2": " box\r\neth0\n" });
  t.match(await store.call("ADD", { ipam: subnet }), { json: { code: 100 } });
  t.match(await store.call("DEL", { ipam: subnet }), { exitCode: 0 });
  t.same(store.files(), {});
});

t.test("requested addresses, from all three sources", async (t) => {
  const cni = (...ips: string[]) => ({ args: { cni: { ips } } });
  const runtime = (...ips: string[]) => ({ runtimeConfig: { ips } });
  const table: [title: string, call: { args?: string; config?: Record<string, unknown> }, expected: unknown][] = [
    ["CNI_ARGS", { args: "IP=10.1.2.88" }, ["10.1.2.88/24", "2001:db8:1::2/64"]],
    ["CNI_ARGS with a prefix length", { args: "IP=10.1.2.88/8" }, ["10.1.2.88/24", "2001:db8:1::2/64"]],
    [
      "args, with and without a prefix length",
      { config: cni("10.2.2.88", "2001:db8:1::88/64") },
      ["10.2.2.88/24", "2001:db8:1::88/64"],
    ],
    ["runtimeConfig", { config: runtime("2001:db8:1::77", "10.1.2.77/24") }, ["10.1.2.77/24", "2001:db8:1::77/64"]],
    [
      "CNI_ARGS and runtimeConfig",
      { args: "IP=10.1.2.88", config: runtime("2001:db8:1::77") },
      ["10.1.2.88/24", "2001:db8:1::77/64"],
    ],
    ["the mapped spelling", { config: cni("::ffff:10.1.2.66") }, ["10.1.2.66/24", "2001:db8:1::2/64"]],
  ];
  for (const [title, call, expected] of table) {
    t.same(addressesOf(await new TestStore(t).call("ADD", { ...call, ipam: dual })), expected, title);
  }
  const store = new TestStore(t);
  await store.call("ADD", { ipam: dual, args: "IP=10.1.2.88" });
  t.match(
    store.files(),
    { "10.1.2.88": "box\r\neth0", "last_reserved_ip.0": "10.1.2.88" },
    "noted as the last reserved",
  );
});

t.test("a requested address that cannot be had leaves everything as it was", async (t) => {
  const store = new TestStore(t);
  await store.call("ADD", { ipam: dual, id: "other" });
  const before = store.files();
  const table: [args: string, code: number, msg: string][] = [
    ["IP=10.1.3.1", 7, "failed to allocate all requested IPs: 10.1.3.1"],
    ["IP=2001:db8:1::1", 7, "failed to allocate for range 1: requested ip 2001:db8:1::1 is subnet's gateway"],
    [
      "IP=2001:db8:1::2",
      11,
      "failed to allocate for range 1: requested IP address 2001:db8:1::2 is not available in range set 2001:db8:1::1-2001:db8:1:0:ffff:ffff:ffff:ffff",
    ],
  ];
  for (const [args, code, msg] of table) {
    t.match(await store.call("ADD", { ipam: dual, args }), { exitCode: 1, json: { code, msg } }, args);
    t.same(store.files(), before, args);
  }
  const taken = await store.call("ADD", { ipam: dual, args: "IP=10.1.2.2" });
  t.equal(taken.json?.details, `held by container other, interface eth0: ${join(store.directory, "10.1.2.2")}`);
});

t.test("round robin goes on where it stopped", async (t) => {
  const store = new TestStore(t);
  const ipam = { subnet: "10.1.2.0/29" };
  const seen: unknown[] = [];
  for (let i = 0; i < 7; i++) {
    seen.push(addressesOf(await store.call("ADD", { ipam, id: `c${i}` })));
    await store.call("DEL", { ipam, id: `c${i}` });
  }
  const hosts = seen.flat().map((address) => String(address).slice("10.1.2.".length, -"/29".length));
  t.equal(hosts.join(" "), "2 3 4 5 6 2 3");
});

t.test("an exhausted range says so, and is served again after a DEL", async (t) => {
  const store = new TestStore(t);
  const ipam = { subnet: "10.1.2.0/30" };
  t.same(addressesOf(await store.call("ADD", { ipam, id: "one" })), ["10.1.2.2/30"]);
  const msg = "failed to allocate for range 0: no IP addresses available in range set: 10.1.2.1-10.1.2.2";
  t.match(await store.call("ADD", { ipam, id: "two" }), { exitCode: 1, json: { code: 11, msg } });
  await store.call("DEL", { ipam, id: "one" });
  t.same(addressesOf(await store.call("ADD", { ipam, id: "two" })), ["10.1.2.2/30"]);
});

t.test("what cannot be written to is an I/O failure that names it", async (t) => {
  const file = new TestStore(t);
  writeFileSync(file.directory, "");
  t.match(await file.call("ADD", { ipam: subnet }), {
    exitCode: 1,
    json: { code: 5, msg: /^host-local: cannot create .*\/net: file already exists$/ },
  });
  const lockIsDirectory = new TestStore(t);
  mkdirSync(join(lockIsDirectory.directory, "lock"), { recursive: true });
  t.match(await lockIsDirectory.call("ADD", { ipam: subnet }), { exitCode: 1, json: { code: 5, msg: /lock/ } });
  const lockIsLink = new TestStore(t);
  mkdirSync(lockIsLink.directory);
  symlinkSync("/tmp/elsewhere", join(lockIsLink.directory, "lock"));
  t.match(await lockIsLink.call("ADD", { ipam: subnet }), {
    exitCode: 1,
    json: { code: 5, msg: /cannot open the lock file/ },
  });
});
