import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { makeNetns, runIn, type TestNetns, tryRunIn } from "../../harness/netns.ts";
import { call, type Json, OURS, REFERENCE, type Verb } from "./call.ts";

needs({ root: true, tools: ["dbus-daemon", "dbus-send", "firewalld", "firewall-cmd"], files: [`${OURS}/firewall`] }, t);
guardHost(t);
t.setTimeout(120_000);

const CONFIG: Json = {
  ...{ cniVersion: "1.0.0", name: "net", type: "firewall" },
  prevResult: {
    cniVersion: "1.0.0",
    interfaces: [{ name: "br0" }, { name: "eth0", sandbox: "/run/netns/box" }],
    ips: [
      { address: "10.1.0.5/16", interface: 1 },
      { address: "fd00:1::5/64", interface: 1 },
    ],
  },
};

/** Starts a program inside the namespace; it is ended with the test. */
function start(
  t: Test,
  netns: TestNetns,
  { command, env }: { command: string[]; env: Readonly<Record<string, string>> },
) {
  const child = spawn("ip", ["netns", "exec", netns.name, ...command], {
    stdio: "ignore",
    env: { ...process.env, ...env },
  });
  t.teardown(() => child.kill());
}

/** A system bus of the test's own, in a namespace that is the host's. */
async function makeBus(t: Test) {
  const host = makeNetns(t, "host");
  const folder = mkdtempSync(join(tmpdir(), "cits-bus-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const socket = join(folder, "bus");
  const policy = '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>';
  writeFileSync(
    join(folder, "bus.conf"),
    `<busconfig><type>system</type><listen>unix:path=${socket}</listen><auth>EXTERNAL</auth><policy context="default">${policy}</policy></busconfig>`,
  );
  const env = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` };
  start(t, host, { command: ["dbus-daemon", `--config-file=${join(folder, "bus.conf")}`, "--nofork"], env });
  const isOwned = (name: string): boolean => {
    const arguments_ = ["--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner", `string:${name}`];
    const { stdout } = tryRunIn(host, ["dbus-send", "--system", "--print-reply", ...arguments_], {
      env: { ...process.env, ...env },
    });
    return stdout.includes("true");
  };
  await until(() => isOwned("org.freedesktop.DBus"));
  return {
    host,
    async startFirewalld() {
      start(t, host, { command: ["firewalld", "--nofork", "--nopid", `--log-file=${join(folder, "log")}`], env });
      await until(() => isOwned("org.fedoraproject.FirewallD1"));
    },
    sources: (zone: string) =>
      runIn(host, ["firewall-cmd", "--zone", zone, "--list-sources"], { env: { ...process.env, ...env } }).trim(),
    run: (verb: Verb, change: Json = {}, bin = OURS) =>
      call({ host, netns: "/run/netns/box", verb, bin, env, config: { ...CONFIG, ...change } }),
    rules: () =>
      runIn(host, ["iptables-save"])
        .split("\n")
        .filter((line) => line.startsWith("-A CNI")),
  };
}

async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setTimeout(resolve, 50));
}

t.test("firewalld, where it runs", async (t) => {
  const { run, rules, sources, startFirewalld } = await makeBus(t);
  await startFirewalld();
  t.equal(run("ADD").status, 0);
  t.equal(sources("trusted"), "10.1.0.5/32 fd00:1::5/128");
  t.strictSame(rules(), [], "and no rules of our own");
  t.equal(run("ADD").status, 0, "a second ADD finds them there");
  t.equal(run("CHECK").status, 0);
  t.equal(run("DEL").status, 0);
  t.equal(sources("trusted"), "");
  t.equal(run("DEL").status, 0);
  t.match(run("CHECK"), {
    status: 1,
    json: { code: 100, msg: "failed to find the address 10.1.0.5/32 in trusted zone" },
  });

  const zone = { backend: "firewalld", firewalldZone: "internal" };
  t.equal(run("ADD", zone).status, 0);
  t.equal(sources("internal"), "10.1.0.5/32 fd00:1::5/128");
  t.equal(run("STATUS", { ...zone, cniVersion: "1.1.0", prevResult: undefined }).status, 0);
  t.match(run("ADD", { firewalldZone: "nowhere" }), {
    status: 1,
    json: { msg: "failed to add the address 10.1.0.5/32 to nowhere zone", details: /INVALID_ZONE/ },
  });
  t.equal(run("DEL", zone).status, 0);

  t.equal(run("ADD", { ingressPolicy: "same-bridge" }).status, 0);
  t.ok(
    rules().some((line) => line.includes("-o br0")),
    "isolation needs rules all the same",
  );
  t.notOk(rules().some((line) => line.includes("10.1.0.5")));

  if (!needs({ files: [`${REFERENCE}/firewall`] }, t)) return;
  t.equal(run("CHECK", {}, REFERENCE).status, 0, "the reference finds what this has made");
  t.equal(run("DEL", {}, REFERENCE).status, 0);
  t.equal(sources("trusted"), "");
  t.equal(run("ADD", {}, REFERENCE).status, 0);
  t.equal(run("CHECK").status, 0, "and the other way round");
  t.equal(run("DEL").status, 0);
  t.equal(sources("trusted"), "");
});

t.test("an address that cannot be added takes the others back", async (t) => {
  const { run, sources, startFirewalld } = await makeBus(t);
  await startFirewalld();
  t.equal(run("ADD", { firewalldZone: "internal", prevResult: only("fd00:1::5/64") }).status, 0);
  t.match(run("ADD"), { status: 1, json: { msg: /failed to add the address fd00:1::5\/128 to trusted zone/ } });
  t.equal(sources("trusted"), "", "10.1.0.5/32 was the first");
});

function only(address: string): Json {
  return { ...(CONFIG.prevResult as Json), ips: [{ address, interface: 1 }] };
}

t.test("a bus without firewalld", async (t) => {
  const { run, rules } = await makeBus(t);
  const unavailable = { code: 50, msg: "firewalld is not available: it does not run" };
  t.match(run("ADD", { backend: "firewalld" }), { status: 1, json: unavailable });
  t.match(run("STATUS", { backend: "firewalld", cniVersion: "1.1.0", prevResult: undefined }), { json: unavailable });
  t.strictSame(rules(), []);
  t.equal(run("ADD").status, 0, "unless it is asked for, iptables is as good");
  t.equal(rules().length, 3);
  t.equal(run("DEL", { backend: "firewalld" }).status, 0, "DEL goes on");
  t.equal(rules().length, 1);
});

t.test("no bus, and one that nobody answers at", async (t) => {
  const host = makeNetns(t, "host");
  const run = (address: string) =>
    call({
      ...{ host, netns: "/run/netns/box", verb: "ADD", config: { ...CONFIG, backend: "firewalld" } },
      env: { DBUS_SYSTEM_BUS_ADDRESS: address },
    });
  const folder = mkdtempSync(join(tmpdir(), "cits-bus-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  t.match(run(`unix:path=${folder}/none`), { json: { code: 50, msg: /there is no system bus$/ } });
  writeFileSync(join(folder, "file"), "");
  t.match(run(`unix:path=${folder}/file`), { json: { code: 50, msg: /message bus .* is not available/ } });
});
