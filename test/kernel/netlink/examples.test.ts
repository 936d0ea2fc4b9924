import { join } from "node:path";
import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { run } from "../../harness/run.ts";
import { bunPath, projectRoot } from "../../netlink/bun.ts";

const root = projectRoot();
/** What a program of examples/netlink prints in Node and in Bun, the lines of both being the same. */
function testExample(name: string, lines: readonly string[], needed: Parameters<typeof needs>[0] = {}): void {
  for (const [runtime, ...command] of [
    ["Node", process.execPath, join(root, `build/examples/netlink/${name}.js`)],
    ["Bun", bunPath(), join(root, `examples/netlink/${name}.ts`)],
  ] as const) {
    t.test(`${name} in ${runtime}`, async (t) => {
      if (!needs(needed, t)) return;
      t.equal(run(command), lines.map((line) => `${line}\n`).join(""));
    });
  }
}

if (needs({ root: true, files: [`${root}/dist/lib/netlink/index.js`, bunPath()] }, t)) {
  guardHost(t);
  testExample("wire-two-namespaces", [
    "left: 10.1.0.0/24 by link 2",
    "left: 10.2.0.0/16 via 10.1.0.2 by link 2",
    "right: 10.1.0.0/24 by link 2",
    "refused: add route 10.3.0.0/16: ENETUNREACH (network is unreachable); Nexthop has invalid gateway",
  ]);
  testExample(
    "limit-a-link",
    ["tbf 1: at root of 1000000 bytes a second", "ingress ffff: at ffff:fff1", "u32 pref 1: mirred to link 2"],
    { kernel: ["tbf", "ingress"] },
  );
  const refusal =
    "refused: add rule ip second none: ENOENT (no such file or directory); at attribute chain; " +
    "operation 2 of 2; there is no such chain";
  testExample(
    "block-addresses",
    ["chain input at input: 1 rule", "blocked: 192.0.2.1, 198.51.100.7", "rules left: 0", refusal, "tables: filter"],
    { kernel: ["nftables"] },
  );
}
