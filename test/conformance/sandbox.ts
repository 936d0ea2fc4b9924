import { spawnSync } from "node:child_process";
import { mkdirSync, realpathSync } from "node:fs";
import { execute, SetupError } from "./execute.ts";

/**
 * The folders that the suite hides behind file systems of its own, inside a mount namespace of its own: the network
 * namespaces' names, the plugins' state and the scratch space are the same paths for both plugin sets, and none of it
 * can reach the machine or outlive the process.
 */
const PRIVATE_FOLDERS = ["/mnt", "/run", "/var/lib"] as const;

const INSIDE = "CONFORMANCE_INSIDE_SANDBOX";

export type Side = "reference" | "subject";

/** CNI_PATH of every call: whose plugins are there is a matter of a bind mount, so that no path tells the two apart. */
export const PLUGIN_FOLDER = "/mnt/bin";

export function isInsideSandbox(): boolean {
  return process.env[INSIDE] === "1";
}

/** Runs this very program again inside a private mount namespace (and, without privileges, a user namespace). Returns its exit code. */
export function rerunInsideSandbox(): number {
  const user = process.geteuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const args = [...user, "--mount", "--propagation", "private", process.execPath, ...process.argv.slice(1)];
  const done = spawnSync("unshare", args, { stdio: "inherit", env: { ...process.env, [INSIDE]: "1" } });
  if (done.error !== undefined) throw new SetupError(`unshare: ${done.error.message}`);
  return done.status ?? 1;
}

/** Mounts the private folders. @param folders where the two plugin sets are on this machine. */
export function mountSandbox(folders: Readonly<Record<Side, string>>): void {
  for (const folder of Object.values(folders)) {
    const real = realpathSync(folder);
    const hidden = PRIVATE_FOLDERS.find((prefix) => `${real}/`.startsWith(`${prefix}/`));
    if (hidden !== undefined)
      throw new SetupError(`${folder} is below ${hidden}, which the suite hides: put it elsewhere`);
  }
  for (const folder of PRIVATE_FOLDERS) execute("mount", "-t", "tmpfs", "-o", "mode=0755", "conformance", folder);
  for (const side of ["reference", "subject"] as const) {
    mkdirSync(`/mnt/${side}`);
    execute("mount", "--bind", folders[side], `/mnt/${side}`);
  }
  mkdirSync(PLUGIN_FOLDER);
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
