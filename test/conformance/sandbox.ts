import { mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { execute, SetupError } from "./execute.ts";

/**
 * The folders that the suite hides behind file systems of its own, inside a mount namespace of its own: the network
 * namespaces' names, the plugins' state and the scratch space are the same paths for both plugin sets, and none of it
 * can reach the machine or outlive the process.
 */
const STATE_ROOTS = ["/run", "/var/lib"] as const;
const SCRATCH = "/mnt";

export type Side = "reference" | "subject";

/** CNI_PATH of every call: whose plugins are there is a matter of a bind mount, so that no path tells the two apart. */
export const PLUGIN_FOLDER = "/mnt/bin";

/** The command line that runs a program in a mount namespace of its own (and, without privileges, a user namespace). */
export function sandboxCommand(program: string, ...args: readonly string[]): readonly [string, ...string[]] {
  const user = process.geteuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  return ["unshare", ...user, "--mount", "--propagation", "private", program, ...args];
}

/** Mounts the private folders. @param folders where the two plugin sets are on this machine. */
export function mountSandbox(folders: Readonly<Record<Side, string>>): void {
  for (const folder of Object.values(folders)) {
    if (!`${realpathSync(folder)}/`.startsWith(`${SCRATCH}/`)) continue;
    throw new SetupError(`${folder} is below ${SCRATCH}, which the suite hides: put it elsewhere`);
  }
  mountTmpfs(SCRATCH);
  for (const side of ["reference", "subject"] as const) {
    mkdirSync(`${SCRATCH}/${side}`);
    execute("mount", "--bind", folders[side], `${SCRATCH}/${side}`);
  }
  mkdirSync(PLUGIN_FOLDER);
  for (const folder of STATE_ROOTS) mountTmpfs(folder);
  hideSettings();
}

/** What plugins are told in /etc/cni is the cases' own; all else of /etc is there, by links. */
function hideSettings(): void {
  const original = `${SCRATCH}/etc`;
  mkdirSync(original);
  execute("mount", "--rbind", "/etc", original);
  mountTmpfs("/etc");
  mkdirSync("/etc/cni");
  for (const name of readdirSync(original)) {
    if (name !== "cni") symlinkSync(`${original}/${name}`, `/etc/${name}`);
  }
}

function mountTmpfs(folder: string): void {
  execute("mount", "-t", "tmpfs", "-o", "mode=0755", "conformance", folder);
}

/** Puts one side's plugins at PLUGIN_FOLDER while `work` runs. */
export function withPluginsOf<T>(side: Side, work: () => T): T {
  execute("mount", "--bind", `/mnt/${side}`, PLUGIN_FOLDER);
  try {
    return work();
  } finally {
    execute("umount", PLUGIN_FOLDER);
  }
}
