// Fetches binary packages of a Debian suite other than the machine's own, and unpacks them into a folder of ours.
//
// apt does the work, so its signatures are checked, and the mirror is the one this machine already uses. A private
// configuration keeps the system's package lists, caches and installed packages untouched.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TypedError } from "../src/typed-error.ts";

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Which packages, and where to. */
export interface DebianPackages {
  readonly suite: string;
  /** Package names, each with an optional version as apt takes it: `name=1.2*`. */
  readonly packages: readonly string[];
  /** The folder that the packages' trees are laid into. */
  readonly into: string;
  /** A folder for lists and downloads; removed again at the end. */
  readonly scratch: string;
}

/** The packages cannot be had on this machine; the message holds the last words of what stopped. */
export class DebianPackageError extends TypedError {
  readonly code: "ERR_NO_DEBIAN_MIRROR" | "ERR_COMMAND_FAILED" | "ERR_PACKAGE_MISSING";

  constructor(code: DebianPackageError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Downloads the packages and unpacks them into one tree. Returns the names of the package files. */
export function fetchDebianPackages(wanted: DebianPackages): readonly string[] {
  const mirrors = debianMirrors();
  if (mirrors.length === 0) {
    throw new DebianPackageError("ERR_NO_DEBIAN_MIRROR", "there is no Debian archive among /etc/apt/sources.list*");
  }
  const failures: string[] = [];
  for (const mirror of mirrors) {
    try {
      return fetchFrom(mirror, wanted);
    } catch (error) {
      if (!(error instanceof DebianPackageError)) throw error;
      failures.push(error.message);
    } finally {
      rmSync(wanted.scratch, { recursive: true, force: true });
    }
  }
  throw new DebianPackageError("ERR_PACKAGE_MISSING", failures.join("\n"));
}

function fetchFrom(mirror: string, wanted: DebianPackages): readonly string[] {
  const { scratch, suite, packages, into } = wanted;
  const downloads = join(scratch, "download");
  const env = { APT_CONFIG: writeAptConfig({ scratch, mirror, suite }), LC_ALL: "C" };
  mkdirSync(downloads, { recursive: true });
  run({ command: ["apt-get", "-q", "update", "-o", "APT::Update::Error-Mode=any"], cwd: scratch, env });
  run({ command: ["apt-get", "-q", "download", ...packages], cwd: downloads, env });
  const files = readdirSync(downloads).filter((name) => name.endsWith(".deb"));
  if (files.length !== packages.length) {
    throw new DebianPackageError("ERR_PACKAGE_MISSING", `apt-get download left only ${files.join(" ") || "nothing"}`);
  }
  mkdirSync(into, { recursive: true });
  for (const file of files) run({ command: ["dpkg", "-x", join(downloads, file), into], cwd: scratch, env });
  return files;
}

/** Addresses of the apt sources of this machine that lead to a Debian archive (not its security archive), in file order. */
function debianMirrors(): readonly string[] {
  const folder = "/etc/apt/sources.list.d";
  const extra = existsSync(folder) ? readdirSync(folder).sort() : [];
  const files = ["/etc/apt/sources.list", ...extra.map((name) => join(folder, name))];
  const words = files
    .filter((file) => /\.(list|sources)$/.test(file) && existsSync(file))
    .flatMap((file) => readFileSync(file, "utf8").split("\n"))
    .flatMap((line) => /^(?:URIs:|deb\s)(.*)$/.exec(line.trim())?.[1]?.split(/\s+/) ?? []);
  return [...new Set(words.filter((word) => /^[a-z+]+:.*\/debian\/?$/.test(word)))];
}

/** Writes apt's private configuration, and returns its path. The system's proxy settings stay in force. */
function writeAptConfig(options: { scratch: string; mirror: string; suite: string }): string {
  const at = (name: string): string => join(options.scratch, name);
  for (const folder of ["lists/partial", "cache/archives/partial", "state"]) mkdirSync(at(folder), { recursive: true });
  writeFileSync(at("status"), "");
  const signedBy = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : "";
  writeFileSync(at("sources.list"), `deb ${signedBy}${options.mirror} ${options.suite} main\n`);
  const settings = [
    `Dir::Etc::sourcelist "${at("sources.list")}";`,
    `Dir::Etc::sourceparts "/dev/null";`,
    `Dir::Etc::preferences "/dev/null";`,
    `Dir::Etc::preferencesparts "/dev/null";`,
    `Dir::State "${at("state")}";`,
    `Dir::State::lists "${at("lists")}";`,
    `Dir::State::status "${at("status")}";`,
    `Dir::Cache "${at("cache")}";`,
    `Acquire::Languages "none";`,
    // apt's own unprivileged user cannot write below a home folder.
    `APT::Sandbox::User "root";`,
    // Container images hook the removal of the system's caches in here.
    "#clear APT::Update::Pre-Invoke;",
    "#clear APT::Update::Post-Invoke;",
    "#clear APT::Update::Post-Invoke-Success;",
  ];
  writeFileSync(at("apt.conf"), `${settings.join("\n")}\n`);
  return at("apt.conf");
}

function run(options: { command: readonly string[]; cwd: string; env: NodeJS.ProcessEnv }): void {
  const [program = "", ...args] = options.command;
  const done = spawnSync(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: "utf8",
  });
  if (done.status === 0) return;
  const words = done.error?.message ?? `${done.stdout}${done.stderr}`.trim().split("\n").slice(-6).join("\n");
  throw new DebianPackageError("ERR_COMMAND_FAILED", `${options.command.join(" ")} failed:\n${words}`);
}
