// Where the reference plugins come from that the conformance suite and the benchmark compare with.
//
// They come as a binary package of the Debian archive, through apt itself: signatures are checked by apt, and the mirror is
// the one this machine already uses. The private configuration keeps the system's package lists and caches untouched.

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { TypedError } from "../src/typed-error.ts";

const PACKAGE = "containernetworking-plugins";
const VERSION = "1.9.1";
const SUITE = "forky";
/** Where Debian installs the package; its version is whatever the release has. */
const INSTALLED = "/usr/lib/cni";
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** The reference cannot be had on this machine: `code` says which step stopped. */
export class FetchReferenceError extends TypedError {
  readonly code: "ERR_NO_DEBIAN_MIRROR" | "ERR_COMMAND_FAILED" | "ERR_PACKAGE_MISSING";

  constructor(code: FetchReferenceError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Where things are; everything is inside the project's ignored `.reference` folder. */
interface Layout {
  readonly root: string;
  readonly bin: string;
  readonly stamp: string;
  readonly apt: string;
  readonly aptConfig: string;
}

function layoutOf(root: string): Layout {
  const apt = join(root, "apt");
  return { root, bin: join(root, "bin"), stamp: join(root, "version"), apt, aptConfig: join(apt, "apt.conf") };
}

/** URIs of the apt sources of this machine that lead to a Debian archive (not its security archive), in file order. */
function debianMirrors(): string[] {
  const files = ["/etc/apt/sources.list"];
  const folder = "/etc/apt/sources.list.d";
  if (existsSync(folder)) {
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith(".sources") || name.endsWith(".list")) files.push(join(folder, name));
    }
  }
  const uris: string[] = [];
  for (const file of files) {
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, "utf8").split("\n")) {
      const uriWords = /^(?:URIs:|deb\s)(.*)$/.exec(line.trim())?.[1]?.split(/\s+/) ?? [];
      uris.push(...uriWords.filter((word) => /^[a-z+]+:.*\/debian\/?$/.test(word)));
    }
  }
  return uris;
}

/** Writes apt's private configuration: own lists, own cache, one source. The system's proxy settings stay in force. */
function writeAptConfig(layout: Layout, mirror: string): void {
  for (const folder of ["lists/partial", "cache/archives/partial", "state"]) {
    mkdirSync(join(layout.apt, folder), { recursive: true });
  }
  writeFileSync(join(layout.apt, "status"), "");
  const signedBy = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : "";
  writeFileSync(join(layout.apt, "sources.list"), `deb ${signedBy}${mirror} ${SUITE} main\n`);
  const settings = [
    `Dir::Etc::sourcelist "${join(layout.apt, "sources.list")}";`,
    `Dir::Etc::sourceparts "/dev/null";`,
    `Dir::Etc::preferences "/dev/null";`,
    `Dir::Etc::preferencesparts "/dev/null";`,
    `Dir::State "${join(layout.apt, "state")}";`,
    `Dir::State::lists "${join(layout.apt, "lists")}";`,
    `Dir::State::status "${join(layout.apt, "status")}";`,
    `Dir::Cache "${join(layout.apt, "cache")}";`,
    `Acquire::Languages "none";`,
    // The unprivileged _apt user cannot write below a home folder.
    `APT::Sandbox::User "root";`,
    // Container images hook `rm /var/cache/apt/…` in here; that cache is not ours.
    "#clear APT::Update::Pre-Invoke;",
    "#clear APT::Update::Post-Invoke;",
    "#clear APT::Update::Post-Invoke-Success;",
  ];
  writeFileSync(layout.aptConfig, `${settings.join("\n")}\n`);
}

/** Runs a program to its end. @throws FetchReferenceError with the program's last words. */
function run(options: { program: string; args: readonly string[]; cwd: string; env?: NodeJS.ProcessEnv }): void {
  const { program, args, cwd } = options;
  const done = spawnSync(program, args, { cwd, env: { ...process.env, ...options.env }, encoding: "utf8" });
  if (done.status === 0) return;
  const words = done.error?.message ?? `${done.stdout}${done.stderr}`.trim().split("\n").slice(-6).join("\n");
  throw new FetchReferenceError("ERR_COMMAND_FAILED", `${program} ${args.join(" ")} failed:\n${words}`);
}

function unpackPackage(layout: Layout, env: NodeJS.ProcessEnv): void {
  const downloads = join(layout.apt, "download");
  rmSync(downloads, { recursive: true, force: true });
  mkdirSync(downloads);
  run({ program: "apt-get", args: ["-q", "download", `${PACKAGE}=${VERSION}*`], cwd: downloads, env });
  const debs = readdirSync(downloads).filter((name) => name.endsWith(".deb"));
  const deb = debs[0];
  if (deb === undefined) {
    throw new FetchReferenceError("ERR_PACKAGE_MISSING", `apt-get download left no .deb in ${downloads}`);
  }
  const tree = join(layout.apt, "tree");
  rmSync(tree, { recursive: true, force: true });
  run({ program: "dpkg", args: ["-x", join(downloads, deb), tree], cwd: layout.root });
  rmSync(layout.bin, { recursive: true, force: true });
  mkdirSync(layout.bin);
  const built = join(tree, "usr/lib/cni");
  for (const name of readdirSync(built)) copyFileSync(join(built, name), join(layout.bin, name));
  writeFileSync(layout.stamp, `${deb}\n`);
}

/**
 * Makes `<root>/bin` hold the reference plugins, and returns that folder; does nothing when they are there already.
 * @throws FetchReferenceError when this machine cannot have them.
 */
export function fetchReferencePlugins(root: string): string {
  const layout = layoutOf(root);
  if (existsSync(layout.stamp) && existsSync(join(layout.bin, "bridge"))) return layout.bin;
  const mirrors = debianMirrors();
  if (mirrors.length === 0) {
    throw new FetchReferenceError(
      "ERR_NO_DEBIAN_MIRROR",
      `no Debian archive among /etc/apt/sources*: put the ${VERSION} plugins into ${layout.bin}, or name their folder with --reference`,
    );
  }
  const env = { APT_CONFIG: layout.aptConfig, LC_ALL: "C" };
  const failures: string[] = [];
  for (const mirror of mirrors) {
    try {
      mkdirSync(layout.apt, { recursive: true });
      writeAptConfig(layout, mirror);
      run({ program: "apt-get", args: ["-q", "update", "-o", "APT::Update::Error-Mode=any"], cwd: layout.apt, env });
      unpackPackage(layout, env);
      rmSync(layout.apt, { recursive: true });
      return layout.bin;
    } catch (error) {
      if (!(error instanceof FetchReferenceError)) throw error;
      failures.push(error.message);
    }
  }
  throw new FetchReferenceError(
    "ERR_PACKAGE_MISSING",
    `${PACKAGE} ${VERSION} (Debian ${SUITE}) could not be fetched: put the plugins into ${layout.bin}, or name their folder with --reference\n${failures.join("\n")}`,
  );
}

/**
 * The folder of reference plugins to compare with: the one named, else the fetched one, else the distribution's /usr/lib/cni.
 * @throws FetchReferenceError when there is none.
 */
export function findReferencePlugins(named: string | undefined): string {
  if (named !== undefined) return resolve(named);
  try {
    return fetchReferencePlugins(resolve(".reference"));
  } catch (error) {
    if (!(error instanceof FetchReferenceError) || !existsSync(join(INSTALLED, "bridge"))) throw error;
    return INSTALLED;
  }
}
