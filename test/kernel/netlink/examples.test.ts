import { join } from "node:path";
import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { run } from "../../harness/run.ts";
import { bunPath, projectRoot } from "../../netlink/bun.ts";

const root = projectRoot();
if (needs({ root: true, files: [`${root}/dist/lib/netlink/index.js`, bunPath()] }, t)) {
  guardHost(t);
  for (const [runtime, ...command] of [
    ["Node", process.execPath, join(root, "build/examples/netlink/wire-two-namespaces.js")],
    ["Bun", bunPath(), join(root, "examples/netlink/wire-two-namespaces.ts")],
  ] as const) {
    t.test(`wire-two-namespaces in ${runtime}`, (t) => {
      t.equal(
        run(command),
        [
          "left: 10.1.0.0/24 by link 2",
          "left: 10.2.0.0/16 via 10.1.0.2 by link 2",
          "right: 10.1.0.0/24 by link 2",
          "refused: add route 10.3.0.0/16: ENETUNREACH (network is unreachable); Nexthop has invalid gateway",
          "",
        ].join("\n"),
      );
      t.end();
    });
  }
}
