import { spawnSync } from "node:child_process";
import { join } from "node:path";
import t from "tap";
import { bunPath, projectRoot } from "../bun.ts";

t.test("files over libc are those of node:fs, call by call", (t) => {
  const program = join(projectRoot(), "test/netlink/socket/libc-files-cases.ts");
  const { stdout, stderr, status } = spawnSync(bunPath(), [program], { encoding: "utf8" });
  t.equal(stderr, "");
  t.equal(status, 0);
  const lines = stdout.trim().split("\n");
  t.match(lines.pop(), /^4\d calls compared$/);
  t.strictSame(lines, []);
  t.end();
});
