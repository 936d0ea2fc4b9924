import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import t from "tap";
import { allChecks } from "../../../src/cli/doctor/all-checks.ts";
import { cniTsMain } from "../cni-ts.ts";
import { makeFolders, OF_FILES } from "./node-folders.ts";

t.setTimeout(240_000);

t.test("each check is named once, and has its line in the documentation", async (t) => {
  const names = allChecks.map(({ name }) => name);
  t.equal(new Set(names).size, names.length);
  const page = readFileSync(new URL("../../../../docs/doctor.md", import.meta.url), "utf8");
  const documented = [...page.matchAll(/^\| `([a-z][a-z0-9-]+)` +\|/gm)].map(([, name]) => name);
  t.strictSame(documented, names);
  for (const name of OF_FILES) t.ok(names.includes(name), name);
});

t.test("a healthy node: nothing", async (t) => {
  const { lease, attach, root, doctor } = makeFolders(t);
  lease("10.1.0.2", "live");
  attach("live", join(root, "ns"));
  const { findings } = JSON.parse(doctor("--json").stdout);
  t.strictSame(
    findings.filter(({ check }: { check: string }) => OF_FILES.includes(check)),
    [],
  );
});

t.test("leases: leaked, unknown, damaged, unfinished", async (t) => {
  const { lease, attach, write, root, find, fix } = makeFolders(t);
  lease("10.1.0.2", "gone");
  attach("gone", join(root, "no-ns"));
  lease("10.1.0.3", "foreign");
  write("networks/net/10.1.0.4", "");
  write("networks/net/.lease.tmp", "half");
  t.match(await find("leaked-leases"), [
    {
      level: "error",
      subject: "net 10.1.0.2",
      what: /container gone, interface eth0, whose namespace is gone/,
      fixable: true,
    },
  ]);
  t.match(await find("unknown-leases"), [{ level: "warning", subject: "net 10.1.0.3", fixable: false }]);
  t.match(await find("damaged-leases"), [{ level: "error", subject: join(root, "networks/net/10.1.0.4") }]);
  t.match(await find("unfinished-leases"), [{ level: "warning", subject: join(root, "networks/net/.lease.tmp") }]);
  const before = readdirSync(join(root, "networks/net")).sort();
  t.strictSame(before, [".lease.tmp", "10.1.0.2", "10.1.0.3", "10.1.0.4"], "looking changes nothing");
  await fix();
  t.strictSame(await find("leaked-leases"), []);
  t.strictSame(readdirSync(join(root, "networks/net")).sort(), ["10.1.0.3", "lock"], "what may be in use stays");
});

t.test("leases where a configuration has its own folder", async (t) => {
  const { write, root, find } = makeFolders(t);
  const ipam = { type: "host-local", dataDir: join(root, "elsewhere"), subnet: "10.9.0.0/24" };
  const plugins = [{ type: "bridge", ipam }];
  write("net.d/20-far.conflist", JSON.stringify({ cniVersion: "1.1.0", name: "far", plugins }));
  write("elsewhere/far/10.9.0.2", "");
  t.match(await find("damaged-leases"), [{ subject: join(root, "elsewhere/far/10.9.0.2") }]);
});

t.test("a lock that somebody keeps, and one that is no file", async (t) => {
  const { write, root, find } = makeFolders(t);
  const lock = write("networks/net/lock", "");
  const program = fileURLToPath(new URL("../../ipam/host-local/lock-holder-program.js", import.meta.url));
  const holder = spawn(process.execPath, [program, lock, "60000"], { stdio: ["ignore", "pipe", "inherit"] });
  t.teardown(() => holder.kill());
  await once(holder.stdout, "data");
  t.match(await find("store-locks"), [
    { level: "error", subject: lock, what: `process ${holder.pid} has held the lock` },
  ]);
  mkdirSync(join(root, "networks/other/lock"), { recursive: true });
  t.match((await find("store-locks"))[1], {
    subject: join(root, "networks/other/lock"),
    what: "the lock of the store is no file",
  });
});

t.test("cached results: stale, empty, torn", async (t) => {
  const { attach, write, root, find, fix } = makeFolders(t);
  attach("gone", join(root, "no-ns"));
  write("state/results/net-a-eth0", "");
  write("state/results/net-b-eth0", "\0\0\0");
  write("state/results/net-c-eth0", '{"kind": ');
  t.match(await find("stale-results"), [
    {
      level: "error",
      subject: "net/gone/eth0",
      mend: "cni-ts del net --container-id gone --ifname eth0",
      fixable: false,
    },
  ]);
  t.match(await find("damaged-results"), [
    { subject: join(root, "state/results/net-a-eth0"), fixable: true },
    { subject: join(root, "state/results/net-b-eth0"), fixable: true },
    { subject: join(root, "state/results/net-c-eth0"), what: /no JSON: .* at line 1, column/, fixable: false },
  ]);
  await fix();
  t.equal((await find("damaged-results")).length, 1);
  t.strictSame(readdirSync(join(root, "state/results")), ["net-c-eth0", "net-gone-eth0"]);
});

t.test("configurations: invalid, half-written, left over, repeated, overlapping", async (t) => {
  const { configure, write, root, find } = makeFolders(t);
  const net = (name: string) => join(root, "net.d", name);
  write("net.d/20-half.conflist", '{"cniVersion": "1.1.0", "name": "ha');
  write("net.d/21-empty.conflist", "");
  write("net.d/.10-net.conflist.swp", "");
  write("net.d/README", "read by nobody");
  configure("30-again.conflist", "net", "10.3.0.0/24");
  configure("40-wide.conflist", "wide", "10.1.0.0/16");
  t.match(await find("invalid-configurations"), [
    { subject: net("20-half.conflist"), what: /no JSON: .* at line 1, column/ },
    { subject: net("21-empty.conflist") },
  ]);
  t.match(await find("unfinished-configurations"), [{ level: "warning", subject: net(".10-net.conflist.swp") }]);
  t.match(await find("repeated-networks"), [
    { subject: net("30-again.conflist"), what: `the network "net" is configured in ${net("10-net.conflist")} too` },
  ]);
  t.match(await find("overlapping-subnets"), [
    { subject: "net 10.1.0.0/24", what: "overlaps with 10.1.0.0/16 of the network wide" },
  ]);
});

t.test("plugins: not there, empty, not executable; folders that all may write", async (t) => {
  const { write, root, find, fix } = makeFolders(t);
  write("bin/host-local", "");
  chmodSync(join(root, "bin/bridge"), 0o644);
  write("net.d/20.conf", JSON.stringify({ cniVersion: "1.0.0", name: "x", type: "no-such-plugin" }));
  chmodSync(join(root, "networks/net"), 0o777);
  t.match(await find("missing-plugins"), [
    { level: "error", subject: "plugin no-such-plugin", what: /20\.conf needs it/ },
  ]);
  t.match(await find("unusable-plugins"), [
    { subject: join(root, "bin/bridge"), what: "not executable" },
    { subject: join(root, "bin/host-local"), what: "an empty file" },
  ]);
  t.match(await find("writable-folders"), [{ subject: join(root, "networks/net"), fixable: true }]);
  await fix();
  t.strictSame(await find("writable-folders"), []);
  t.equal(statSync(join(root, "networks/net")).mode & 0o777, 0o775);
});

t.test("a range that is full, and one that nearly is", async (t) => {
  const { configure, lease, find } = makeFolders(t);
  configure("10-net.conflist", "net", "10.1.0.0/28");
  for (let n = 2; n < 14; n++) lease(`10.1.0.${n}`, "x");
  t.match(await find("exhausted-ranges"), [{ level: "warning", what: "12 of 13 addresses are leased" }]);
  lease("10.1.0.14", "x");
  t.match(await find("exhausted-ranges"), [{ level: "error", what: "13 of 13 addresses are leased" }]);
});

t.test("the report: what, why, how; exit codes", async (t) => {
  const { write, doctor, root, fix } = makeFolders(t);
  write("networks/net/10.1.0.4", "");
  const found = doctor();
  t.equal(found.status, 1);
  t.match(
    found.stdout,
    /^error: \S+10\.1\.0\.4: an empty lease: .*\n {2}why it matters: .+\n {2}to mend it: .+ \(or --fix\)\n {2}\[damaged-leases\]\n/m,
  );
  t.equal(await fix(), `mended: ${root}/networks/net/10.1.0.4: repaired ${root}/networks/net\n`);
  t.match(doctor("--no-such-flag"), { status: 2 });
  t.match(doctor("--settle", "soon"), { status: 2, stderr: /It is a number of seconds/ });
});

t.test("what goes away while one looks was somebody's at work, and is not told", async (t) => {
  const { lease, write, root, flags } = makeFolders(t);
  const passing = lease("10.1.0.2", "passing");
  write("networks/net/10.1.0.3", "");
  const looking = spawn(process.execPath, [cniTsMain, "doctor", "--json", "--settle", "4", ...flags]);
  const printed = text(looking.stdout);
  setTimeout(() => unlinkSync(passing), 2000);
  const { findings } = JSON.parse(await printed);
  const leases = findings.filter(({ check }: { check: string }) => check.endsWith("-leases"));
  t.match(leases, [{ check: "damaged-leases", subject: join(root, "networks/net/10.1.0.3") }]);
  t.equal(leases.length, 1);
});

t.test("folders that are none, or are not there: the rest is looked at", async (t) => {
  const { write, doctor, root } = makeFolders(t);
  const file = write("file", "");
  write("networks/net/10.1.0.4", "");
  const look = (...args: string[]) => JSON.parse(doctor("--json", ...args).stdout);
  const isFound = ({ findings }: { findings: { check: string }[] }) =>
    findings.some(({ check }) => check === "damaged-leases");
  const config = look("--config-dir", file);
  t.match(config.unread, [/not a directory/]);
  t.ok(isFound(config));
  t.match(look("--data-dir", file).unread, [/not a directory/]);
  const cache = look("--cache-dir", file);
  t.match(cache.unread, [/not a directory/]);
  t.ok(isFound(cache));
  t.ok(cache.unread.includes("unowned-rules: without the cache of results nobody can tell what is in use"));
  const none = join(root, "none");
  const { unread } = look("--config-dir", none, "--cache-dir", none, "--data-dir", none);
  t.notMatch(unread.join("\n"), none, "what is not there yet is nothing to be told");
  t.match(doctor("--bundle", join(root, "none/bundle.json")), { status: 1, stderr: /^cni-ts doctor: ENOENT/ });
});

t.test("a bundle has everything but secrets, and is its owner's only", async (t) => {
  const { write, doctor, root } = makeFolders(t);
  const plugin = {
    type: "bridge",
    clientSecret: "s3cret",
    nested: [{ apiKey: "s3cret", password: "s3cret", mtu: 1400 }],
  };
  write("net.d/20-x.conflist", JSON.stringify({ cniVersion: "1.1.0", name: "x", plugins: [plugin] }));
  write("net.d/30-y.conflist", '{"token": "s3cret", ');
  write("networks/net/10.1.0.4", "");
  const file = join(root, "bundle.json");
  doctor("--bundle", file);
  const content = readFileSync(file, "utf8");
  t.notMatch(content, "s3cret");
  const bundle = JSON.parse(content);
  t.match(bundle, {
    ...{ cniTs: String, kernel: String, folders: { configDir: join(root, "net.d") }, picture: { links: [] } },
    leases: [{ address: "10.1.0.4", state: "damaged" }],
  });
  t.match(bundle.configurations[1], { content: { plugins: [{ type: "bridge", nested: [{ mtu: 1400 }] }] } });
  t.ok(bundle.findings.some(({ check }: { check: string }) => check === "damaged-leases"));
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.notOk(existsSync(`${file}.tmp`));
});
