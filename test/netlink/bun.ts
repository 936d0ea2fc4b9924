import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findBun } from "../../scripts/find-bun.ts";

/** The folder of package.json; compiled tests are one folder further down than their sources. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/** Bun itself; where it would be, if it is not there. */
export function bunPath(): string {
  return findBun(projectRoot()) ?? join(projectRoot(), "node_modules/bun/bin/bun.exe");
}
