// Where the reference plugins come from that the conformance suite and the benchmark compare with.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { DebianPackageError, fetchDebianPackages } from "./debian-package.ts";

const VERSION = "1.9.1";
const SUITE = "forky";

/** Where Debian installs the package; its version is whatever the release has. */
const INSTALLED = "/usr/lib/cni";

/** The fetched plugins below `root`, and which package they came in; undefined when they have not been fetched. */
function findFetched(root: string): { bin: string; package: string } | undefined {
  const stamp = join(root, "version");
  const bin = join(root, "bin");
  if (!existsSync(stamp) || !existsSync(join(bin, "bridge"))) return undefined;
  return { bin, package: readFileSync(stamp, "utf8").trim() };
}

/**
 * Makes `<root>/bin` hold the reference plugins, and says which; does nothing when they are there already.
 * @throws DebianPackageError when this machine cannot have them.
 */
export function fetchReferencePlugins(root: string): { bin: string; package: string } {
  const present = findFetched(root);
  if (present !== undefined) return present;
  const tree = join(root, "tree");
  const making = join(root, "bin.new");
  for (const folder of [tree, making]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const packages = [`containernetworking-plugins=${VERSION}*`];
  const [file = ""] = fetchDebianPackages({ suite: SUITE, packages, into: tree, scratch: join(root, "apt") });
  const built = join(tree, INSTALLED);
  for (const name of readdirSync(built)) copyFileSync(join(built, name), join(making, name));
  const bin = join(root, "bin");
  rmSync(bin, { recursive: true, force: true });
  renameSync(making, bin);
  rmSync(tree, { recursive: true });
  writeFileSync(join(root, "version"), `${file}\n`);
  return { bin, package: file };
}

/**
 * The folder of reference plugins to compare with: the one named, else the fetched one, else the distribution's /usr/lib/cni.
 * @throws DebianPackageError when there is none; its message says what can be done.
 */
export function findReferencePlugins(named: string | undefined): string {
  if (named !== undefined) return resolve(named);
  try {
    return fetchReferencePlugins(resolve(".reference")).bin;
  } catch (error) {
    if (!(error instanceof DebianPackageError)) throw error;
    if (existsSync(join(INSTALLED, "bridge"))) return INSTALLED;
    throw new DebianPackageError(
      error.code,
      `the reference plugins ${VERSION} cannot be had: put them into .reference/bin, or name their folder with --reference\n${error.message}`,
    );
  }
}
