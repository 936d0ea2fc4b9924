import type { PluginCall } from "../../cni/skel/plugin.ts";
import { systemErrorReason } from "../../cni/system-error.ts";
import { findContainer } from "../shared/side.ts";
import { parseBackup } from "./backup.ts";
import { backupFile, readBackupFile, removeBackupFile } from "./backup-file.ts";
import { loadDataDir } from "./config.ts";
import { type LinkValues, restoreLink } from "./link-values.ts";

/**
 * CNI DEL: the interface gets back what ADD changed of it; sysctls stay, as in the reference, and go with the namespace.
 * Nothing but a configuration that cannot be read makes it fail: the plugins behind it have more to clean.
 */
export async function del(call: PluginCall): Promise<void> {
  const file = backupFile(loadDataDir(call), call);
  try {
    const content = readBackupFile(file);
    if (content === undefined) return;
    const backup = parseBackup(content);
    if (backup === undefined) call.warn(`tuning: ${file.path} is no backup, removing it`);
    const failures = backup === undefined ? [] : await restore(call, backup);
    for (const failure of failures) call.warn(`tuning: failed to restore the ${failure}`);
    // With what is left to restore, for another try.
    if (failures.length === 0) removeBackupFile(file);
  } catch (error) {
    call.warn(`tuning: ${file.path}: ${systemErrorReason(error)}`);
  }
}

/** Where namespace or interface are gone, nothing is left to restore. */
async function restore({ netns, ifname }: PluginCall, backup: LinkValues): Promise<readonly string[]> {
  using container = await findContainer(netns);
  const link = await container?.client.link.find(ifname);
  return container === undefined || link === undefined ? [] : await restoreLink(container, link.index, backup);
}
