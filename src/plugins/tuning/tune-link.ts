import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Rollback } from "../shared/rollback.ts";
import type { Namespace } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { formatBackup, makeBackup } from "./backup.ts";
import { backupFile, readBackupFile, removeBackupFile, writeBackupFile } from "./backup-file.ts";
import type { TuningConfig } from "./config.ts";
import { ContainerLink } from "./container-link.ts";
import { changeLink } from "./link-values.ts";

// Loaded when something of the interface is changed: sysctls alone need no netlink.

/** @throws {CniError} 999 where there is no such interface, 7 where it cannot have that hardware address */
export async function openTunedLink(
  namespace: Namespace,
  ifname: string,
  { link: wanted, mac }: TuningConfig,
): Promise<ContainerLink> {
  const found = await step(`failed to get ${quote(ifname)}`, () => ContainerLink.open(namespace, ifname));
  const { address } = found.link;
  if (!address || wanted?.mac === undefined || address.length === wanted.mac.length) return found;
  found[Symbol.dispose]();
  // The kernel would take the first bytes of one that is too long.
  const msg = `invalid args ${mac} for MAC addr: another length than that of ${quote(ifname)}`;
  throw new CniError(CNI_ERROR.invalidNetworkConfig, msg, { details: address });
}

/** Keeps in a file what is going to be changed, over the file that there may be of an earlier ADD, and changes it. */
export async function tuneLink(
  found: ContainerLink,
  { link: wanted = {}, dataDir }: TuningConfig,
  { call, rollback }: { call: PluginCall; rollback: Rollback },
): Promise<void> {
  const file = backupFile(dataDir, call);
  await step(`failed to save file ${file.path}`, () => {
    const before = readBackupFile(file);
    return rollback.perform({
      undoing: `restore file ${file.path}`,
      run: () => writeBackupFile(file, formatBackup(makeBackup(found.link, wanted))),
      undo: () => (before === undefined ? removeBackupFile(file) : writeBackupFile(file, before)),
    });
  });
  await changeLink(found, wanted, rollback);
}
