import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The path of Bun itself. npm installs exactly the builds that fit the machine's system, processor and C library, as
 * content of packages; the install script of the package `bun`, which may be blocked, moves the binary to itself.
 *
 * @param root the folder of package.json
 * @returns undefined where none is installed that runs here
 */
export function findBun(root: string): string | undefined {
  const packages = join(root, "node_modules");
  const folder = join(packages, "@oven");
  const builds = existsSync(folder) ? readdirSync(folder).sort() : [];
  // The plain build needs AVX2; without it, the `-baseline` one is the one that runs.
  const candidates = [...builds.map((name) => join(folder, name, "bin/bun")), join(packages, "bun/bin/bun.exe")];
  return candidates.find((path) => spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0);
}
