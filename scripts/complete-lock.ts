// Completes package-lock.json: npm leaves out an optional package of another platform when the registry it asks does not
// carry it, and then `npm ci` refuses the file as out of step. The entry needs no more than a version and its platform.

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

interface LockEntry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

const systems = ["aix", "android", "darwin", "freebsd", "linux", "openharmony", "sunos", "win32"];
const processors = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/** The entry of a package that is named after its platform, as `cli-linux-x64-musl` is. */
function entryOf(name: string, version: string): LockEntry {
  const words = (name.split("/").at(-1) ?? "").split("-");
  const libc = words.some((word) => word.startsWith("musl")) ? "musl" : "glibc";
  const os = words.filter((word) => systems.includes(word));
  return {
    version,
    cpu: words.filter((word) => processors.includes(word)),
    dev: true,
    ...(os.includes("linux") ? { libc: [libc] } : {}),
    optional: true,
    os,
  };
}

const file = join(resolve(fileURLToPath(import.meta.url), "../../.."), "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, LockEntry> };
const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
  Object.entries(entry.optionalDependencies ?? {}).filter(
    ([name]) => !(`node_modules/${name}` in lock.packages) && !(`${path}/node_modules/${name}` in lock.packages),
  ),
);
for (const [name, version] of missing) lock.packages[`node_modules/${name}`] = entryOf(name, version);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (missing.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(
  missing.length === 0 ? "package-lock.json is complete" : `added: ${missing.map(([name]) => name).join(" ")}`,
);
