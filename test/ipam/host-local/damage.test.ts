import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { addressesOf, TestStore } from "./store-files.ts";

const ipam = { subnet: "10.1.2.0/29" };

t.test("a lease without its content is free, and is said to have been", async (t) => {
  const damage = { "10.1.2.2": "", "10.1.2.3": "\0\0\0\0\0", "10.1.2.4": "box\r\n\0\0\0", "10.1.2.5": " \n" };
  for (const command of ["ADD", "DEL", "GC"] as const) {
    const store = new TestStore(t);
    store.write({ ...damage, "10.1.2.6": "live\r\neth0" });
    const config = { "cni.dev/valid-attachments": [{ containerID: "live", ifname: "eth0" }] };
    const answer = await store.call(command, { ipam, config });
    t.equal(answer.exitCode, 0, command);
    t.match(answer.stderr, /^host-local: freed 4 damaged lease\(s\) in .*\/net: (10\.1\.2\.[2-5] ?){4}\n$/, command);
    const lease = command === "ADD" ? { "10.1.2.2": "box\r\neth0", "last_reserved_ip.0": "10.1.2.2" } : {};
    t.same(store.files(), { "10.1.2.6": "live\r\neth0", ...lease }, command);
  }
});

t.test("a full pool of damaged leases serves the next ADD", async (t) => {
  const store = new TestStore(t);
  store.write({ "10.1.2.2": "", "10.1.2.3": "", "10.1.2.4": "", "10.1.2.5": "", "10.1.2.6": "" });
  t.match(await store.call("STATUS", { ipam }), { exitCode: 0 }, "STATUS knows");
  t.same(addressesOf(await store.call("ADD", { ipam })), ["10.1.2.2/29"]);
});

t.test("a lease that says anything at all is not taken for damaged", async (t) => {
  const store = new TestStore(t);
  const files = { "10.1.2.2": "a", "10.1.2.3": "box\r\n", "10.1.2.4": "%&$", "10.1.2.5": "x".repeat(300_000) };
  store.write(files);
  const answer = await store.call("ADD", { ipam, id: "new" });
  t.same(addressesOf(answer), ["10.1.2.6/29"]);
  t.equal(answer.stderr, "");
  t.match(store.files(), files);
});

t.test("what kill -9 leaves behind is cleared by the next call", async (t) => {
  for (const command of ["ADD", "DEL", "GC"] as const) {
    const store = new TestStore(t);
    store.write({ ".lease.tmp": "dead\r\neth0" });
    const answer = await store.call(command, { ipam, config: { "cni.dev/valid-attachments": [] } });
    t.equal(answer.exitCode, 0);
    t.equal(readdirSync(store.directory).filter((name) => name.startsWith(".")).length, 0, command);
  }
});

t.test("a torn note of the last reserved address costs the round robin only", async (t) => {
  for (const note of ["", "10.1.", "\0\0\0\0", "10.9.9.9", "garbage\n"]) {
    const store = new TestStore(t);
    store.write({ "last_reserved_ip.0": note });
    t.same(addressesOf(await store.call("ADD", { ipam })), ["10.1.2.2/29"], JSON.stringify(note));
  }
  const store = new TestStore(t);
  mkdirSync(join(store.directory, "last_reserved_ip.0"), { recursive: true });
  const answer = await store.call("ADD", { ipam });
  t.match(answer, { exitCode: 1, json: { code: 5 }, stderr: /starting from the first address/ });
  t.same(readdirSync(store.directory).sort(), ["last_reserved_ip.0", "lock"], "the lease was taken back");
});

t.test(
  "what is no file occupies its address, and is not followed, opened or removed",
  { timeout: 20_000 },
  async (t) => {
    const store = new TestStore(t);
    const outside = join(store.dataDir, "outside");
    writeFileSync(outside, "box\r\neth0");
    mkdirSync(join(store.directory, "10.1.2.2"), { recursive: true });
    symlinkSync(outside, join(store.directory, "10.1.2.3"));
    execFileSync("mkfifo", [join(store.directory, "10.1.2.4")]);
    symlinkSync("/nowhere", join(store.directory, "10.1.2.5"));
    t.same(addressesOf(await store.call("ADD", { ipam })), ["10.1.2.6/29"]);
    t.match(await store.call("ADD", { ipam, id: "next" }), { exitCode: 1, json: { code: 11 } });
    const asked = await store.call("ADD", { ipam, id: "next", args: "IP=10.1.2.2" });
    t.match(asked.json, { code: 11, details: `held by what is no lease: ${join(store.directory, "10.1.2.2")}` });
    t.equal((await store.call("DEL", { ipam })).exitCode, 0);
    t.equal((await store.call("GC", { ipam, config: { "cni.dev/valid-attachments": [] } })).exitCode, 0);
    t.same(
      readdirSync(store.directory)
        .filter((name) => name.startsWith("10."))
        .sort(),
      ["10.1.2.2", "10.1.2.3", "10.1.2.4", "10.1.2.5"],
    );
  },
);

t.test("an IPv6 lease in another spelling is the same address", async (t) => {
  const store = new TestStore(t);
  store.write({ "2001:DB8:0::2": "other\r\neth0" });
  const six = { subnet: "2001:db8::/64" };
  t.same(addressesOf(await store.call("ADD", { ipam: six })), ["2001:db8::3/64"]);
  await store.call("DEL", { ipam: six, id: "other" });
  t.notOk(readdirSync(store.directory).includes("2001:DB8:0::2"));
});
