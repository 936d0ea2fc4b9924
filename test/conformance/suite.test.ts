import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { needs } from "../harness/needs.ts";
import type { Verdict } from "./verdict.ts";

// A case takes a second or two, and there are as many as there are sabotages.
t.setTimeout(300_000);

const REFERENCE = existsSync(".reference/bin") ? ".reference/bin" : "/usr/lib/cni";

interface Sabotage {
  readonly name: string;
  readonly case: string;
  /** Shell lines run with the reference's result in $out, its exit code in $code. */
  readonly script: string;
  /** The path that must be reported. */
  readonly path: RegExp;
}

const LO = "loopback/version-1.1.0";
const INSIDE = "[ $CNI_COMMAND = ADD ] && ip -n container";

const SABOTAGES: readonly Sabotage[] = [
  {
    name: "a value of the result",
    case: LO,
    script: 'out=$(echo "$out" | sed s/127.0.0.1/127.0.0.2/)',
    path: /^stdout\.ips\[0\]\.address$/,
  },
  {
    name: "the white space of the result",
    case: LO,
    script: "out=$(echo \"$out\" | tr -d '\\n ')",
    path: /^stdout \(layout\)$/,
  },
  { name: "a newline behind the result", case: LO, script: 'out="$out\n"', path: /^stdout/ },
  { name: "the exit code", case: LO, script: "code=3", path: /^exit code$/ },
  { name: "noise on standard error", case: LO, script: "echo noise >&2", path: /^stderr$/ },
  {
    name: "the MTU of a link",
    case: LO,
    script: `${INSIDE} link set lo mtu 1234`,
    path: /^world\.container\.links\.lo\.mtu$/,
  },
  {
    name: "an address",
    case: LO,
    script: `${INSIDE} addr add 10.9.9.9/32 dev lo`,
    path: /^world\.container\.addresses\.lo$/,
  },
  {
    name: "a route in another table",
    case: LO,
    script: `${INSIDE} route add 10.9.9.9/32 dev lo table 99`,
    path: /^world\.container\.routes/,
  },
  { name: "a rule", case: LO, script: `${INSIDE} rule add from 10.9.9.9 lookup 99`, path: /^world\.container\.rules$/ },
  { name: "a qdisc", case: LO, script: "tc qdisc add dev lo root pfifo", path: /^world\.host\.qdiscs/ },
  { name: "a ruleset", case: LO, script: "nft add table inet stray", path: /^world\.host\.nftables/ },
  { name: "a rule of iptables", case: LO, script: "iptables -A INPUT -j ACCEPT", path: /^world\.host\.iptables\.ip/ },
  {
    name: "a sysctl",
    case: LO,
    script: "echo 1 >/proc/sys/net/ipv4/ip_forward",
    path: /^world\.host\.sysctls\.ipv4\.ip_forward$/,
  },
  {
    name: "a file",
    case: LO,
    script: "mkdir -p /run/cni; touch /run/cni/stray",
    path: /^world\.files\.\/run\/cni\/stray$/,
  },
  {
    name: "the mode of a file",
    case: "host-local/range",
    script: "chmod 644 /mnt/data/net/10.*",
    path: /^world\.files\..*\/10\.1\.0\.10$/,
  },
  {
    name: "the pattern of the veth's name",
    case: "ptp/mtu",
    script:
      'v=$(ip -o link | grep -o "veth[0-9a-f]*" | head -1); [ "$v" ] && ip link set "$v" down && ip link set "$v" name cni-host0 up',
    path: /^world\.host\.links\.cni-host0$/,
  },
  {
    name: "a permanent neighbour",
    case: "ptp/mtu",
    script: `${INSIDE} neigh add 10.2.0.99 lladdr 02:00:00:00:00:99 dev eth0`,
    path: /^world\.container\.neighbours/,
  },
  {
    name: "a MAC that is not random",
    case: "ptp/mtu",
    script: `${INSIDE} link set eth0 address 00:00:00:00:00:07`,
    path: /^world\.container\.links\.eth0\.address$/,
  },
];

/** What a failed ADD of the reference leaves is no excuse: the subject that does the same is told so. */
const LEAVES_A_BRIDGE: Sabotage = {
  name: "leaving what the reference leaves",
  case: "bridge/ipam-plugin-missing",
  script: "",
  path: /^world\.host\.links\.br0$/,
};

/** A plugin set that calls the reference (which the suite keeps at /mnt/reference) and then runs the script. */
function makeSubject(folder: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  for (const plugin of ["bridge", "ptp", "host-local", "static", "loopback"]) {
    const lines = ["#!/bin/sh", `out=$(/mnt/reference/${plugin})`, "code=$?", script, 'printf %s "$out"', "exit $code"];
    const file = join(folder, plugin);
    writeFileSync(file, `${lines.join("\n")}\n`);
    chmodSync(file, 0o755);
  }
}

function runSuite(subject: string, caseName: string): { exitCode: number | null; verdict: Verdict | undefined } {
  const suite = "build/test/conformance/conformance.js";
  const args = [suite, "--json", "--reference", REFERENCE, "--subject", subject, "--only", caseName];
  const done = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.stdout === "") return { exitCode: done.status, verdict: undefined };
  const { verdicts } = JSON.parse(done.stdout) as { verdicts: readonly Verdict[] };
  return { exitCode: done.status, verdict: verdicts.find(({ name }) => name === caseName) };
}

async function main(): Promise<void> {
  t.test("the suite turns red for a subject that alters", { timeout: 300_000 }, async (t) => {
    for (const [index, sabotage] of [...SABOTAGES, LEAVES_A_BRIDGE].entries()) {
      const subject = join(t.testdir(), String(index));
      makeSubject(subject, sabotage.script);
      const { exitCode, verdict } = runSuite(subject, sabotage.case);
      t.equal(exitCode, 1, `${sabotage.name}: exit code 1`);
      const paths = verdict?.differences.map(({ path }) => path) ?? [];
      t.ok(
        paths.some((path) => sabotage.path.test(path)),
        `${sabotage.name}: told as ${sabotage.path}`,
        { paths },
      );
    }
  });

  t.test("a wrapper that alters nothing passes", async (t) => {
    const subject = join(t.testdir(), "same");
    makeSubject(subject, "");
    t.equal(runSuite(subject, LO).exitCode, 0);
  });

  t.test("a subject without plugins is an error of its own", async (t) => {
    t.equal(runSuite(t.testdir({}), LO).exitCode, 2);
  });
}

if (needs({ root: true, tools: ["ip", "nft", "unshare"], files: [join(REFERENCE, "bridge")] }, t)) await main();
