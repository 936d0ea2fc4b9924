import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { TestStore } from "./store-files.ts";

const ipam = { subnet: "10.1.2.0/29" };

t.test("DEL", async (t) => {
  await t.test("of a container that has nothing succeeds, twice, and makes no store", async (t) => {
    const store = new TestStore(t);
    t.same(await store.call("DEL", { ipam }), { exitCode: 0, json: undefined, stderr: "" });
    t.same(readdirSync(store.dataDir), []);
    store.write({ "10.1.2.2": "other\r\neth0" });
    t.equal((await store.call("DEL", { ipam })).exitCode, 0);
    t.same(store.files(), { "10.1.2.2": "other\r\neth0" });
  });

  await t.test("frees every set, and leases of ranges that are configured no more", async (t) => {
    const store = new TestStore(t);
    store.write({
      "10.1.2.2": "box\r\neth0",
      "10.77.0.9": "box\r\neth0",
      "2001:db8::2": "box\r\neth0",
      "10.1.2.3": "box\r\neth1",
    });
    await store.call("DEL", { ipam });
    t.same(store.files(), { "10.1.2.3": "box\r\neth1" });
  });

  await t.test("frees legacy leases only when there is none of the interface", async (t) => {
    const store = new TestStore(t);
    store.write({ "10.1.2.2": "box", "10.1.2.3": "box\r\neth0", "10.1.2.4": "bo" });
    await store.call("DEL", { ipam });
    t.same(store.files(), { "10.1.2.2": "box", "10.1.2.4": "bo" });
    await store.call("DEL", { ipam });
    t.same(store.files(), { "10.1.2.4": "bo" });
  });

  await t.test("does not depend on ranges or arguments", async (t) => {
    const store = new TestStore(t);
    store.write({ "10.1.2.2": "box\r\neth0" });
    t.equal((await store.call("DEL", { ipam: { subnet: "10.1.2.3/33", ranges: 5 }, args: "garbage" })).exitCode, 0);
    t.same(store.files(), {});
  });

  await t.test("without the ipam key cannot know where to look", async (t) => {
    const answer = await new TestStore(t).call("DEL", { config: { ipam: null } });
    t.match(answer, { exitCode: 1, json: { code: 7, msg: "IPAM config missing 'ipam' key" } });
  });

  await t.test("leaves the directories of other networks alone", async (t) => {
    const store = new TestStore(t);
    store.write({ "10.1.2.2": "box\r\neth0" });
    mkdirSync(join(store.directory, "inner"));
    writeFileSync(join(store.directory, "inner", "10.1.2.2"), "box\r\neth0");
    await store.call("DEL", { ipam });
    t.same(readdirSync(join(store.directory, "inner")), ["10.1.2.2"]);
  });
});

t.test("CHECK", async (t) => {
  const store = new TestStore(t);
  const missing = {
    exitCode: 1,
    json: { code: 101, msg: "host-local: Failed to find address added by container box" },
  };
  t.match(await store.call("CHECK", { ipam }), missing);
  t.same(readdirSync(store.dataDir), [], "a check makes nothing");
  store.write({ "10.1.2.2": "box\r\neth1", "10.1.2.3": "bo" });
  t.match(await store.call("CHECK", { ipam }), missing, "of another interface");
  store.write({ "192.0.2.9": "box\r\neth0" });
  t.same(await store.call("CHECK", { ipam }), { exitCode: 0, json: undefined, stderr: "" }, "whichever address it is");
  t.equal((await store.call("CHECK", { ipam, id: "bo" })).exitCode, 0, "legacy");
  t.match(await store.call("CHECK", { ipam: { subnet: "10.1.2.0/31" } }), { exitCode: 1, json: { code: 7 } });
});

t.test("GC keeps exactly what is valid", async (t) => {
  const store = new TestStore(t);
  const valid = [
    { containerID: "live", ifname: "eth0" },
    { containerID: "old-live", ifname: "eth0" },
  ];
  const kept = { "10.1.2.2": "live\r\neth0", "10.1.2.3": "old-live", "last_reserved_ip.0": "10.1.2.6" };
  store.write({
    ...kept,
    "10.1.2.4": "live\r\neth1",
    "10.1.2.5": "dead",
    "10.1.2.6": "dead\r\neth0",
    "2001:db8::9": "dead\r\neth0",
    "notes.txt": "dead",
  });
  const config = { "cni.dev/valid-attachments": valid };
  const first = await store.call("GC", { ipam, config });
  t.match(first, { exitCode: 0, json: undefined, stderr: /^host-local: freed 4 stale lease\(s\) in / });
  t.same(store.files(), { ...kept, "notes.txt": "dead" });
  t.same(
    await store.call("GC", { ipam, config }),
    { exitCode: 0, json: undefined, stderr: "" },
    "the second does nothing",
  );
  t.same(store.files(), { ...kept, "notes.txt": "dead" });
  await store.call("GC", { ipam, config: { "cni.dev/valid-attachments": [] } });
  t.same(store.files(), { "last_reserved_ip.0": "10.1.2.6", "notes.txt": "dead" });
});

t.test("files whose names are no addresses are none of ours", async (t) => {
  const store = new TestStore(t);
  const names = [
    "010.1.2.2",
    "10.1.2.02",
    "10.1.2.256",
    "10.1.2",
    "10.1.2.3.4",
    "10.1.2.3.",
    "10.1.2.4 ",
    "2001:db8",
    "x10.1.2.2",
  ];
  const files = Object.fromEntries(names.map((name) => [name, "box\r\neth0"]));
  store.write({
    ...files,
    "0.0.0.0": "box\r\neth0",
    "255.255.255.255": "box\r\neth0",
    "10.100.25.249": "box\r\neth0",
    "::": "box\r\neth0",
  });
  t.equal((await store.call("DEL", { ipam })).exitCode, 0);
  t.same(store.files(), files);
});

t.test("GC that is not told what is valid frees nothing", async (t) => {
  const store = new TestStore(t);
  store.write({ "10.1.2.2": "live\r\neth0" });
  t.equal((await store.call("GC", { ipam })).exitCode, 0);
  t.same(store.files(), { "10.1.2.2": "live\r\neth0" });
  const empty = new TestStore(t);
  t.equal((await empty.call("GC", { ipam, config: { "cni.dev/valid-attachments": [] } })).exitCode, 0);
  t.same(readdirSync(empty.dataDir), [], "and makes no store");
});

t.test("STATUS", async (t) => {
  await t.test("is fine before the first ADD, and makes nothing", async (t) => {
    const store = new TestStore(t);
    t.same(await store.call("STATUS", { ipam }), { exitCode: 0, json: undefined, stderr: "" });
    t.same(readdirSync(store.dataDir), []);
  });

  await t.test("tells an exhausted set with its counts", async (t) => {
    const store = new TestStore(t);
    const ranges = [[{ subnet: "2001:db8::/64" }], [{ subnet: "10.1.2.0/29" }, { subnet: "10.1.3.0/30" }]];
    const leases = ["10.1.2.2", "10.1.2.3", "10.1.2.4", "10.1.2.5", "10.1.2.6"].map((ip) => [ip, `c-${ip}\r\neth0`]);
    store.write(Object.fromEntries(leases));
    // Neither gateways nor what lies outside makes the set full.
    store.write({ "10.1.2.1": "gw\r\neth0", "10.1.2.7": "broadcast\r\neth0", "10.9.9.9": "far\r\neth0" });
    t.equal((await store.call("STATUS", { ipam: { ranges } })).exitCode, 0, "one is free");
    store.write({ "10.1.3.2": "last\r\neth0" });
    t.match(await store.call("STATUS", { ipam: { ranges } }), {
      exitCode: 1,
      json: {
        code: 50,
        msg: "no IP addresses available in range set: 10.1.2.1-10.1.2.6,10.1.3.1-10.1.3.2",
        details: "range set 1: 6 of 6 addresses are leased, 0 are free",
      },
    });
    t.match(await store.call("ADD", { ipam: { ranges } }), { exitCode: 1 }, "and ADD agrees");
  });

  await t.test("refuses a store that cannot be written", async (t) => {
    const store = new TestStore(t);
    writeFileSync(store.directory, "");
    t.match(await store.call("STATUS", { ipam }), { exitCode: 1, json: { code: 50, msg: /net is not a directory$/ } });
    const proc = await store.call("STATUS", { ipam: { ...ipam, dataDir: "/proc/none" } });
    t.match(proc, { exitCode: 1, json: { code: 50 } });
  });

  await t.test("refuses a configuration that ADD would refuse", async (t) => {
    const answer = await new TestStore(t).call("STATUS", { ipam: { subnet: "10.1.2.3/24" } });
    t.match(answer, { exitCode: 1, json: { code: 7 } });
  });
});
