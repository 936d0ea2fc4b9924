import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { runIn, tryRunIn } from "../../harness/netns.ts";
import { environment, type Json, makePlace, OURS, type Verb } from "./call.ts";
import { wholeChain } from "./whole-chain.ts";

needs(
  {
    kernel: ["bridge", "veth", "ipv6", "nft-compat"],
    tools: ["strace", "nft"],
    files: [`${OURS}/bridge`, `${OURS}/portmap`],
  },
  t,
);
guardHost(t);
t.setTimeout(300_000);

for (const backend of ["iptables", "nftables"]) {
  t.test(`${backend}: no plugin of a chain starts a program`, async (t) => {
    const { host, container, dataDir } = makePlace(t);
    const log = join(dataDir, "execve");
    const chain = wholeChain(backend, { dataDir });
    let prevResult: Json | undefined;
    const run = (verb: Verb, plugin: Json): void => {
      const config = {
        cniVersion: "1.0.0",
        name: "net",
        ...plugin,
        ...(prevResult === undefined ? {} : { prevResult }),
      };
      const env = environment({ host, netns: container, verb, config });
      const strace = ["strace", "-f", "-qq", "-e", "trace=execve", "-e", "signal=none", "-o", log];
      const program = join(OURS, String(plugin.type));
      const { status, stdout } = tryRunIn(host, [...strace, program], { input: JSON.stringify(config), env });
      const what = `${verb} of ${plugin.type}`;
      t.equal(status, 0, `${what}: ${stdout}`);
      const calls = readFileSync(log, "utf8").trim().split("\n");
      t.equal(calls.length, 1, `${what}: ${calls.join("; ")}`);
      t.ok(calls[0]?.includes(`execve("${program}"`), what);
      if (verb === "ADD") prevResult = JSON.parse(stdout);
    };
    for (const plugin of chain) run("ADD", plugin);
    t.match(runIn(host, ["nft", "list", "ruleset"]), /masquerade[\s\S]*8080|8080[\s\S]*masquerade/i, "rules are made");
    for (const plugin of chain) run("CHECK", plugin);
    for (const plugin of [...chain].reverse()) run("DEL", plugin);
  });
}
