import { copyFileSync, existsSync, linkSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { guardHost } from "../harness/host-guard.ts";
import { needs } from "../harness/needs.ts";
import { makeNetns, readLink, type TestNetns } from "../harness/netns.ts";
import { type Outcome, type RunOptions, run, tryRun } from "../harness/run.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const bin = join(root, "dist/bin");

needs({ root: true, tools: ["ip", "unshare", "mount"], files: [join(bin, "cni-ts"), join(bin, "loopback")] }, t);
guardHost(t);

const plugins = readdirSync(bin).filter((name) => name !== "cni-ts" && !name.startsWith("."));
const supported = {
  cniVersion: "1.1.0",
  supportedVersions: ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"],
};

function askVersion(program: string, options: RunOptions = {}): Outcome {
  return tryRun([program], {
    input: '{"cniVersion":"1.1.0"}',
    ...options,
    env: { CNI_COMMAND: "VERSION", ...options.env },
  });
}

/** A folder of this test's own, inside the project so that it is on the executable's file system. */
function makeFolder(t: Test): string {
  const folder = mkdtempSync(join(root, "build/executable-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

t.test("each link is its plugin", async (t) => {
  t.ok(plugins.includes("bridge") && plugins.includes("host-local"));
  for (const plugin of plugins) {
    const outcome = askVersion(join(bin, plugin), { env: {} });
    t.equal(outcome.status, 0, plugin);
    const answer = JSON.parse(outcome.stdout) as typeof supported;
    t.equal(answer.cniVersion, supported.cniVersion);
    t.strictSame(answer.supportedVersions, supported.supportedVersions.slice(-answer.supportedVersions.length));
    t.ok(answer.supportedVersions.includes("0.4.0"), "some plugins begin with 0.3.0 or 0.4.0, as in the reference");
    t.match(tryRun([join(bin, plugin)], { env: {} }), { stderr: new RegExp(`^CNI ${plugin} plugin `) });
  }
});

t.test("hard links and copies under a plugin's name do as well", async (t) => {
  const folder = makeFolder(t);
  linkSync(join(bin, "cni-ts"), join(folder, "ptp"));
  copyFileSync(join(bin, "cni-ts"), join(folder, "static"));
  for (const plugin of ["ptp", "static"]) {
    t.match(tryRun([join(folder, plugin)], { env: {} }), { stderr: new RegExp(`^CNI ${plugin} plugin `) });
    t.strictSame(JSON.parse(askVersion(join(folder, plugin)).stdout), supported);
  }
});

t.test("files of the working and the home folder mean nothing to it", async (t) => {
  const folder = makeFolder(t);
  const mark = join(folder, "executed");
  const settings = `preload = [${JSON.stringify(join(folder, "preload.js"))}]\n`;
  const files = {
    "preload.js": `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")`,
    "bunfig.toml": settings,
    ".bunfig.toml": settings,
    ".env": "CNI_COMMAND=NONSENSE\n",
    ".env.production": "CNI_COMMAND=NONSENSE\n",
    "package.json": "{ this is not JSON",
    "tsconfig.json": "{ neither is this",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const env = { HOME: folder, XDG_CONFIG_HOME: folder, PATH: process.env.PATH };
  const outcome = askVersion(join(bin, "bridge"), { cwd: folder, env });
  t.strictSame(JSON.parse(outcome.stdout), supported);
  const without = tryRun([join(bin, "bridge")], { cwd: folder, env });
  t.match(without.stderr, /^CNI bridge plugin /, ".env gives it no CNI_COMMAND");
  t.notOk(existsSync(mark), "no code of bunfig.toml was executed");
});

/** The environment of an ADD of `lo`, the least that goes through libc and netlink. */
function addLoopback(netns: TestNetns): RunOptions {
  return {
    input: '{"cniVersion":"1.1.0","name":"lo","type":"loopback"}',
    env: {
      PATH: process.env.PATH,
      CNI_COMMAND: "ADD",
      CNI_CONTAINERID: "executable",
      CNI_NETNS: netns.path,
      CNI_IFNAME: "lo",
      CNI_PATH: bin,
    },
  };
}

t.test("it works with a read-only root, a /tmp without execution and a closed stderr", async (t) => {
  const netns = makeNetns(t, "executable");
  run(["ip", "-n", netns.name, "link", "set", "lo", "down"]);
  const script = [
    "set -e",
    // A second name, in case that the project is below /tmp.
    "mount -t tmpfs tmpfs /mnt && mkdir /mnt/bin",
    `mount --bind ${bin} /mnt/bin`,
    "mount -t tmpfs -o noexec tmpfs /tmp",
    "mount --bind / / && mount -o remount,bind,ro /",
    "if touch /executable-test 2> /dev/null; then echo 'the root is writable' && exit 9; fi",
    "exec /mnt/bin/loopback 2>&-",
  ].join("\n");
  const outcome = tryRun(["unshare", "--mount", "sh", "-c", script], addLoopback(netns));
  t.equal(outcome.status, 0, outcome.stdout + outcome.stderr);
  t.match(JSON.parse(outcome.stdout), { cniVersion: "1.1.0", interfaces: [{ name: "lo", sandbox: netns.path }] });
  t.ok(readLink(netns, "lo")?.flags.includes("UP"), "and it did what was asked");
});

t.test("a failure is told on stdout even with stderr closed", async (t) => {
  const outcome = tryRun(["sh", "-c", `exec ${join(bin, "loopback")} 2>&-`], {
    input: "{",
    env: { CNI_COMMAND: "ADD", CNI_CONTAINERID: "x", CNI_NETNS: "/nonexistent", CNI_IFNAME: "lo", CNI_PATH: bin },
  });
  t.equal(outcome.status, 1);
  t.match(JSON.parse(outcome.stdout), { code: Number, msg: String });
});
