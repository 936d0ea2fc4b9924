import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { decodeTrace } from "../../../src/netlink/trace/index.ts";
import { replayRun } from "../../../src/trace/replay-run.ts";
import { guardHost } from "../../harness/host-guard.ts";
import { needs, unprivileged } from "../../harness/needs.ts";
import { tryRunIn } from "../../harness/netns.ts";
import { tryRun } from "../../harness/run.ts";
import { bridge, makeNode } from "../cli/attached.ts";
import { call, type Json, makePlace, OURS, type Verb } from "../plugins/call.ts";
import { wholeChain } from "../plugins/whole-chain.ts";

needs({ kernel: ["bridge", "veth", "ipv6", "nft-compat"], tools: ["strace", "setpriv"], files: [`${OURS}/bridge`] }, t);
guardHost(t);
t.setTimeout(300_000);

function makeFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), "cits-trace-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Calls every plugin of a chain, all verbs, and gives the folder of the traces. */
function recordChain(t: Test, backend: string): string {
  const { host, container, dataDir } = makePlace(t);
  const folder = makeFolder(t);
  const chain = wholeChain(backend, { dataDir });
  let prevResult: Json | undefined;
  const run = (verb: Verb, plugin: Json): void => {
    const config = { cniVersion: "1.1.0", name: "net", ...plugin, ...(prevResult === undefined ? {} : { prevResult }) };
    const env = { CNI_TRACE_DIR: folder, SECRET_TOKEN: "do-not-keep-this" };
    const { status, json, stderr } = call({ host, netns: container, verb, config, env });
    t.equal(status, 0, `${verb} of ${plugin.type}: ${JSON.stringify(json)}`);
    t.notMatch(stderr, /trace:/);
    if (verb === "ADD") prevResult = json;
  };
  for (const plugin of chain) run("ADD", plugin);
  for (const plugin of chain) run("CHECK", plugin);
  for (const plugin of [...chain].reverse()) run("DEL", plugin);
  t.equal(readdirSync(folder).length, 15, "a trace for each");
  return folder;
}

for (const backend of ["iptables", "nftables"]) {
  t.test(`${backend}: every plugin of a chain is recorded, and runs again alike`, async (t) => {
    const folder = recordChain(t, backend);
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      t.notOk(bytes.includes("do-not-keep-this"), "no more of the environment than CNI_*");
      const { difference, output } = await replayRun(decodeTrace(bytes));
      t.equal(difference, undefined, `${name}: ${difference?.message}`);
      t.equal(output.exitCode, 0);
    }
  });
}

t.test("a replay needs no privileges, and touches nothing", async (t) => {
  const folder = recordChain(t, "iptables");
  const open = join(folder, "open");
  mkdirSync(open);
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".nltrace"))) {
    copyFileSync(join(folder, name), join(open, name));
    chmodSync(join(open, name), 0o644);
  }
  chmodSync(folder, 0o777);
  chmodSync(open, 0o755);
  const files = readdirSync(open).map((name) => join(open, name));
  // A copy: the project need not be readable for everybody.
  const program = join(open, "cni-ts");
  copyFileSync(join(OURS, "cni-ts"), program);
  chmodSync(program, 0o755);
  // setpriv comes first: it asks for users over a socket.
  const log = join(folder, "calls");
  const filter =
    "trace=socket,setns,unshare,mount,openat,open,creat,mkdir,mkdirat,unlink,unlinkat,rename,renameat,link";
  const strace = ["strace", "-f", "-qq", "-e", filter, "-o", log];
  const { status, stdout, stderr } = tryRun([...unprivileged, ...strace, program, "trace", "replay", ...files]);
  t.equal(status, 0, `${stdout}${stderr}`);
  t.equal(stdout.trim().split("\n").length, files.length);
  const calls = readFileSync(log, "utf8").split("\n").filter(Boolean);
  t.ok(calls.length > files.length, "calls were seen");
  const touching = calls.filter((line) => !/ open(at)?\(/.test(line) || /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(line));
  // Bun looks for a terminal as it starts.
  t.strictSame(
    touching.filter((line) => !/"\/dev\/(null|tty|urandom)"/.test(line)),
    [],
  );
  t.strictSame(
    calls.filter((line) => /\/run\/netns|\/proc\/sys\/net|thread-self\/ns/.test(line)),
    [],
  );
});

t.test("a chain that cni-ts runs in its own process is recorded plugin by plugin", async (t) => {
  const node = makeNode(t);
  const folder = makeFolder(t);
  const portMappings = [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }];
  node.configure([bridge(node.dataDir), { type: "portmap", runtimeConfig: { portMappings } }]);
  const { configDir, cacheDir, host, blue } = node;
  const flags = ["--config-dir", configDir, "--cache-dir", cacheDir, "--plugin-path", OURS];
  const command = [join(OURS, "cni-ts"), "add", "web", blue.path, ...flags];
  const { status, stderr } = tryRunIn(host, command, { env: { ...process.env, CNI_TRACE_DIR: folder } });
  t.equal(status, 0, stderr);
  const programs = readdirSync(folder).map((name) => /-(bridge|portmap|host-local)-ADD\.nltrace$/.exec(name)?.[1]);
  t.strictSame(programs.sort(), ["bridge", "portmap"]);
  for (const name of readdirSync(folder)) {
    const { difference } = await replayRun(decodeTrace(readFileSync(join(folder, name))));
    t.equal(difference, undefined);
  }
});

t.test("an IPAM plugin of somebody else is recorded, and not executed again", async (t) => {
  const { host, container } = makePlace(t);
  const folder = makeFolder(t);
  const bin = makeFolder(t);
  symlinkSync(join(OURS, "cni-ts"), join(bin, "ptp"));
  const ipam = join(bin, "their-ipam");
  const config = { cniVersion: "1.1.0", name: "net", type: "ptp", ipam: { type: "their-ipam" } };
  const answers: readonly (readonly [name: string, script: string, status: number])[] = [
    ["gives", `echo hm >&2; echo '{"cniVersion":"1.1.0","ips":[{"address":"10.9.0.2/24","gateway":"10.9.0.1"}]}'`, 0],
    ["refuses", `echo '{"code":11,"msg":"no more addresses"}'; exit 1`, 1],
    ["is killed", "kill -9 $$", 1],
    ["cannot be started", "", 1],
  ];
  for (const [name, script, expected] of answers) {
    writeFileSync(ipam, `#!/bin/sh\n[ "$CNI_COMMAND" = ADD ] || exit 0\n${script}\n`);
    chmodSync(ipam, name === "cannot be started" ? 0o644 : 0o755);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const recorded = call({ host, netns: container, verb: "ADD", config, bin, env: { CNI_TRACE_DIR: folder } });
    t.equal(recorded.status, expected, name);
    rmSync(ipam);
    const [file = ""] = readdirSync(folder);
    const bytes = readFileSync(join(folder, file));
    const { difference, output } = await replayRun(decodeTrace(bytes));
    t.equal(difference, undefined, name);
    t.strictSame(output.stdout === "" ? undefined : JSON.parse(output.stdout), recorded.json, name);
    t.equal(output.stderr, recorded.stderr, name);
    t.equal(call({ host, netns: container, verb: "DEL", config, bin }).status, 1, "its IPAM is gone");
  }
});

t.test("a trace that cannot be written is a warning", (t) => {
  const { host, container } = makePlace(t);
  const config = { cniVersion: "1.1.0", name: "lo", type: "loopback" };
  const env = { CNI_TRACE_DIR: "/proc/nowhere" };
  const { status, stderr, json } = call({ host, netns: container, verb: "ADD", config, ifname: "lo", env });
  t.equal(status, 0);
  t.match(json, { cniVersion: "1.1.0" });
  t.match(stderr, /^trace: ENOENT: no such file or directory, open '\/proc\/nowhere\//);
  t.end();
});

t.test("a full disk ends the trace, not the run", (t) => {
  const { host, container } = makePlace(t);
  const config = { cniVersion: "1.1.0", name: "lo", type: "loopback" };
  const folder = makeFolder(t);
  const mount = [
    "unshare",
    "-m",
    "sh",
    "-c",
    'mount -t tmpfs -o size=4k none "$1" && : > "$1/full" && head -c 4096 /dev/zero > "$1/full"; shift; exec "$@"',
  ];
  const env = {
    ...process.env,
    CNI_TRACE_DIR: folder,
    CNI_COMMAND: "ADD",
    CNI_CONTAINERID: "box",
    CNI_NETNS: container.path,
    CNI_IFNAME: "lo",
    CNI_PATH: OURS,
  };
  const { status, stdout, stderr } = tryRun(
    ["ip", "netns", "exec", host.name, ...mount, "sh", folder, join(OURS, "loopback")],
    { input: JSON.stringify(config), env },
  );
  t.equal(status, 0, stdout);
  t.match(stderr, /^trace: ENOSPC/);
  t.equal(stderr.trim().split("\n").length, 1, "said once");
  t.end();
});
