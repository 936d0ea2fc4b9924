import type { PluginCall } from "../../cni/skel/plugin.ts";
import { systemErrorReason } from "../../cni/system-error.ts";
import { parseBackup } from "./backup.ts";
import { type BackupFile, backupFile, readBackupFile, removeBackupFile } from "./backup-file.ts";
import { loadDataDir } from "./config.ts";

/**
 * CNI DEL: the interface gets back what ADD changed of it; sysctls stay, as in the reference, and go with the namespace.
 * Nothing but a configuration that cannot be read makes it fail: the plugins behind it have more to clean.
 */
export async function del(call: PluginCall): Promise<void> {
  const file = backupFile(loadDataDir(call), call);
  try {
    const content = readBackupFile(file);
    const failures = content === undefined ? [] : await restore(call, file, content);
    for (const failure of failures) call.warn(`tuning: failed to restore the ${failure}`);
    // With what is left to restore, for another try.
    if (failures.length === 0) removeBackupFile(file);
  } catch (error) {
    call.warn(`tuning: ${file.path}: ${systemErrorReason(error)}`);
  }
}

/** @returns what could not be restored, in words */
async function restore(call: PluginCall, { path }: BackupFile, content: string): Promise<readonly string[]> {
  const backup = parseBackup(content);
  if (backup !== undefined) return (await import("./restore-link.ts")).restoreLink(call, backup);
  call.warn(`tuning: ${path} is no backup, removing it`);
  return [];
}
