import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json; compiled tests are one folder further down than their sources. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/** Bun itself, not the launcher of the package `bun`, which needs an install script. */
export function bunPath(): string {
  const arch = process.arch === "arm64" ? "aarch64" : process.arch;
  return join(projectRoot(), `node_modules/@oven/bun-linux-${arch}/bin/bun`);
}
