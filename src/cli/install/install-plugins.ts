import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { getPluginVersions } from "../../cni/libcni/validate.ts";
import { isSystemError } from "../../cni/system-error.ts";
import { EXECUTABLE, isForeign, isLink, isSameFile } from "./plugin-directory.ts";

export interface InstallOptions {
  /** The executable to install. */
  readonly from: string;
  /** The directory that runtimes look for plugins in. */
  readonly to: string;
  readonly types: readonly string[];
  /** Plugins are copies of the executable instead of links to it. */
  readonly copy: boolean;
  /** Files of others under the plugins' names give way. */
  readonly replace: boolean;
}

function failed(what: string, cause: unknown): CniError {
  return new CniError(CNI_ERROR.ioFailure, what, { cause });
}

function refuseForeign({ to, types, replace }: InstallOptions): void {
  const foreign = types.filter((type) => isForeign(to, type));
  if (foreign.length === 0 || replace) return;
  const msg = `${to} has plugins of others: ${foreign.join(", ")}; --replace puts these in their place`;
  throw new CniError(CNI_ERROR.internal, msg);
}

function sync(path: string): void {
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function copy(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, 0o755);
  sync(to);
}

/** Puts the executable and its plugins into an empty directory. */
function stage(directory: string, options: InstallOptions): void {
  const executable = join(directory, EXECUTABLE);
  copy(options.from, executable);
  for (const type of options.types) {
    const path = join(directory, type);
    if (options.copy) copy(executable, path);
    else symlinkSync(EXECUTABLE, path);
  }
}

/** Asks each plugin of a directory for its versions, as a runtime does. Throws {@link CniError}. */
async function verify(directory: string, types: readonly string[]): Promise<void> {
  for (const type of types) await getPluginVersions(type, { path: [directory], env: {}, timeoutMs: 10_000 });
}

function isUpToDate({ from, to, types, ...options }: InstallOptions): boolean {
  if (!isSameFile(from, join(to, EXECUTABLE))) return false;
  return types.every((type) =>
    options.copy ? !isLink(to, type) && isSameFile(from, join(to, type)) : isLink(to, type),
  );
}

/** Renames what was staged into place: whoever executes a plugin meanwhile has the old one or the new one, whole. */
function putInPlace(staging: string, { to, types }: InstallOptions): void {
  for (const name of [EXECUTABLE, ...types]) renameSync(join(staging, name), join(to, name));
  sync(to);
}

/**
 * Installs the executable and its plugins, unless they are there already. They are written beside their places, synced,
 * asked for their versions there, and only then renamed, so that a file in use is never written and a plugin that does not run
 * never takes the place of one that does. Returns whether anything was changed. Throws {@link CniError}.
 */
export async function installPlugins(options: InstallOptions): Promise<boolean> {
  const { from, to, types } = options;
  let staging: string | undefined;
  try {
    mkdirSync(to, { recursive: true, mode: 0o755 });
    refuseForeign(options);
    if (isUpToDate(options)) {
      await verify(to, types);
      return false;
    }
    staging = mkdtempSync(join(to, ".cni-ts-install-"));
    stage(staging, options);
    await verify(staging, types);
    putInPlace(staging, options);
    return true;
  } catch (error) {
    if (isSystemError(error)) throw failed(`installing ${from} to ${to} failed`, error);
    throw error;
  } finally {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
  }
}

/** Takes away what {@link installPlugins} has put into the directory, and nothing else. Returns the names. */
export function uninstallPlugins(from: string, types: readonly string[]): readonly string[] {
  const own = types.filter(
    (type) => isLink(from, type) || (!isForeign(from, type) && isSameFile(join(from, type), join(from, EXECUTABLE))),
  );
  const names = [...own, EXECUTABLE];
  try {
    for (const name of names) rmSync(join(from, name), { force: true });
  } catch (error) {
    if (isSystemError(error)) throw failed(`uninstalling from ${from} failed`, error);
    throw error;
  }
  return own;
}
