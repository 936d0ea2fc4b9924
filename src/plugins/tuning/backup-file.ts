import type { PluginCall } from "../../cni/skel/plugin.ts";
import { isSystemError } from "../../cni/system-error.ts";
import { fs } from "../../machine.ts";

/** A backup file: the reference's name for it, and the folder that all of them are in. */
export interface BackupFile {
  readonly folder: string;
  readonly path: string;
}

/** The file is not there, or what should be its folder is none. */
const ABSENT: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"]);

/** Neither a container id nor an interface name has a slash, skel sees to that. */
export function backupFile(folder: string, { containerId, ifname }: PluginCall): BackupFile {
  return { folder, path: `${folder === "/" ? "" : folder}/${containerId}_${ifname}.json` };
}

/** The content; undefined where there is no file. @throws {SystemError} */
export function readBackupFile({ path }: BackupFile): string | undefined {
  const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = fs.constants;
  let fd: number;
  try {
    fd = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (isSystemError(error) && ABSENT.has(error.code)) return undefined;
    throw error;
  }
  try {
    return fs.readFileSync(fd, "utf8");
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * Puts a whole file in the place of the one there may be, on the disk when this returns: what it says must be known
 * before the interface is changed.
 *
 * @throws {SystemError}
 */
export function writeBackupFile({ folder, path }: BackupFile, content: string): void {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = fs.constants;
  const temporary = temporaryOf(path);
  // The mode is the reference's; for root it makes no difference that the folder cannot be entered.
  fs.mkdirSync(folder, { recursive: true, mode: 0o600 });
  removeFile(temporary);
  try {
    const fd = fs.openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      fs.writeFileSync(fd, content);
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
    fs.renameSync(temporary, path);
    syncFolder(folder);
  } catch (error) {
    removeFile(temporary);
    throw error;
  }
}

/** Removes the file, and what a killed ADD may have left beside it. @throws {SystemError} */
export function removeBackupFile({ path }: BackupFile): void {
  removeFile(temporaryOf(path));
  removeFile(path);
}

function temporaryOf(path: string): string {
  return `${path}.tmp`;
}

/** One that is gone already is fine. */
function removeFile(path: string): void {
  try {
    fs.unlinkSync(path);
  } catch (error) {
    if (!isSystemError(error) || !ABSENT.has(error.code)) throw error;
  }
}

function syncFolder(folder: string): void {
  const fd = fs.openSync(folder, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
