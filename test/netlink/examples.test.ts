import { join } from "node:path";
import t from "tap";
import { needs } from "../harness/needs.ts";
import { run } from "../harness/run.ts";
import { bunPath, projectRoot } from "./bun.ts";

const built = `${projectRoot()}/dist/lib/netlink/index.js`;

/** Node runs what was compiled, Bun the source. */
const runs = (name: string): [runtime: string, command: string[]][] => [
  ["Node", [process.execPath, join(projectRoot(), `build/examples/netlink/${name}.js`)]],
  ["Bun", [bunPath(), join(projectRoot(), `examples/netlink/${name}.ts`)]],
];

t.test("list-links", (t) => {
  if (!needs({ files: [built, bunPath()] }, t)) return;
  for (const [runtime, command] of runs("list-links")) {
    t.match(run(command), /^1: lo <LOOPBACK[^>]*> mtu 65536$/m, runtime);
  }
  t.end();
});

t.test("test-without-kernel", (t) => {
  if (!needs({ files: [built, bunPath()] }, t)) return;
  for (const [runtime, command] of runs("test-without-kernel")) {
    t.equal(run(command), "the program does what it should\n", runtime);
  }
  t.end();
});
