import * as fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import { getPluginFile, splitPath } from "../../../src/cni/invoke/find-plugin.ts";

function outcome(type: string, directories: readonly string[]): string {
  try {
    return getPluginFile(type, directories).path;
  } catch (error) {
    return error instanceof CniError ? `${error.cniCode}: ${error.msg}` : `unexpected: ${error}`;
  }
}

t.test("the first regular file of the name, executable or not", async (t) => {
  const root = t.testdir({
    a: { dir: {}, plain: "" },
    b: { dir: "", plain: "", linked: t.fixture("symlink", "plain") },
  });
  const [a, b] = [join(root, "a"), join(root, "b")];
  t.equal(outcome("plain", [a, b]), join(a, "plain"));
  t.equal(outcome("plain", [join(root, "none"), b]), join(b, "plain"));
  t.equal(outcome("dir", [a, b]), join(b, "dir"), "a directory is passed over");
  t.equal(outcome("linked", [a, b]), join(b, "linked"));
  const { dev, ino } = fs.statSync(join(b, "plain"));
  t.match(getPluginFile("linked", [b]), { dev, ino }, "identity is the target's");
});

t.test("refusals", async (t) => {
  const root = t.testdir({ x: "" });
  t.equal(outcome("", [root]), "7: no plugin name provided");
  t.equal(outcome("../x", [root]), "7: invalid plugin name: ../x");
  t.equal(outcome("/bin/sh", [root]), "7: invalid plugin name: /bin/sh");
  t.equal(outcome("a\0b", [root]), "7: invalid plugin name: a\0b");
  t.equal(outcome("..", [root]), `7: failed to find plugin ".." in path [${root}]`);
  t.equal(outcome("x", []), "4: no paths provided");
  t.equal(outcome("y", ["/a", "/b"]), '7: failed to find plugin "y" in path [/a /b]');
});

t.test("a directory that cannot be searched is passed over", async (t) => {
  const root = t.testdir({ x: "" });
  t.equal(outcome("x", [join(root, "x"), root]), join(root, "x"));
});

t.test("CNI_PATH is split at colons; an empty part is not the working directory", async (t) => {
  t.strictSame(splitPath("/a:/b"), ["/a", "/b"]);
  t.strictSame(splitPath(":/a::"), ["/a"]);
  t.strictSame(splitPath(""), []);
});
