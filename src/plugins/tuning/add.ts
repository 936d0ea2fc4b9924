import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Result } from "../../cni/types/result.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { type Rollback, withRollback } from "../shared/rollback.ts";
import { openContainer } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { refuseUnlisted } from "./allowlist.ts";
import { formatBackup, makeBackup } from "./backup.ts";
import { type BackupFile, backupFile, readBackupFile, removeBackupFile, writeBackupFile } from "./backup-file.ts";
import { loadTuningConfig, type TuningConfig } from "./config.ts";
import { changeLink, type LinkValues } from "./link-values.ts";
import { setSysctls } from "./set-sysctls.ts";

/**
 * CNI ADD: sysctls of the container, and what is asked for of the interface that the plugins before made. What the
 * interface was like is kept in a file, for DEL. All that can be wrong is found before anything is changed.
 */
export async function add(call: PluginCall): Promise<Result> {
  const config = loadTuningConfig(call);
  await refuseUnlisted(config.sysctlNames);
  const result = requirePrevResult(call, "Required prevResult missing");
  const { ifname } = call;
  using container = await openContainer(call.netns);
  const link = config.link && (await step(`failed to get ${quote(ifname)}`, () => container.client.link.get(ifname)));
  refuseOtherLength(link, config);
  return await withRollback({ warn: call.warn, sides: [container] }, async (rollback) => {
    await setSysctls({ container, rollback }, config.sysctls);
    if (link === undefined || config.link === undefined) return result;
    await keepBackup(backupFile(config.dataDir, call), { link, wanted: config.link, rollback });
    await changeLink({ container, rollback }, link, config.link);
    return config.mac === "" ? result : withMac(result, ifname, config.mac);
  });
}

/** The kernel takes the first bytes of an address that is too long. */
function refuseOtherLength(link: Link | undefined, { link: wanted, mac }: TuningConfig): void {
  if (!link?.address || !wanted?.mac || link.address.length === wanted.mac.length) return;
  const msg = `invalid args ${mac} for MAC addr: another length than that of ${quote(link.ifname ?? "")}`;
  throw new CniError(CNI_ERROR.invalidNetworkConfig, msg, { details: link.address });
}

/** Writes the backup file over the one that there may be of an earlier ADD, as the reference does. */
async function keepBackup(
  file: BackupFile,
  { link, wanted, rollback }: { link: Link; wanted: LinkValues; rollback: Rollback },
): Promise<void> {
  await step(`failed to save file ${file.path}`, () => {
    const before = readBackupFile(file);
    return rollback.perform({
      undoing: `restore file ${file.path}`,
      run: () => writeBackupFile(file, formatBackup(makeBackup(link, wanted))),
      undo: () => (before === undefined ? removeBackupFile(file) : writeBackupFile(file, before)),
    });
  });
}

/** The result with a new hardware address, spelt as the configuration spells it, on all interfaces of the name. */
function withMac(result: Result, ifname: string, mac: string): Result {
  const interfaces = result.interfaces.map((each) => (each.name === ifname ? { ...each, mac } : each));
  return { ...result, interfaces };
}
