import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import { fs } from "../../machine.ts";
import type { Rollback } from "../shared/rollback.ts";
import type { Namespace } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { inSysctlsOf, readSysctl, type SysctlKey, writeSysctl } from "../shared/sysctl.ts";

/** Writes keys of the container in their order, after a look that all of them can be. */
export async function setSysctls(
  { namespace, rollback }: { namespace: Namespace; rollback: Rollback },
  sysctls: ReadonlyMap<SysctlKey, string>,
): Promise<void> {
  if (sysctls.size === 0) return;
  const before = new Map<SysctlKey, string | undefined>();
  for (const key of sysctls.keys()) {
    before.set(key, await step(`failed to set sysctl ${key}`, () => inSysctlsOf(namespace, () => look(key))));
  }
  for (const [key, value] of sysctls) {
    await step(`failed to set sysctl ${key} to ${quote(value)}`, () =>
      rollback.perform({
        undoing: `restore sysctl ${key}`,
        run: () => inSysctlsOf<void>(namespace, () => writeSysctl(key, value)),
        undo: () => restore(namespace, key, before.get(key)),
      }),
    );
  }
}

/** What a key holds that is going to be written; undefined for one that cannot be read, as those that flush something. */
function look(key: SysctlKey): string | undefined {
  refuseElsewhere(key);
  try {
    return readSysctl(key);
  } catch {
    return undefined;
  }
}

/** The kernel makes no links there; whoever mounts something else over it shall not get other files written. */
function refuseElsewhere(key: SysctlKey): void {
  const path = `/proc/sys/${key}`;
  const fd = fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NOFOLLOW);
  try {
    if (fs.readlinkSync(`/proc/self/fd/${fd}`) === path) return;
  } finally {
    fs.closeSync(fd);
  }
  throw new CniError(CNI_ERROR.invalidNetworkConfig, `invalid net sysctl key: ${quote(key)}`, {
    details: `${path} leads elsewhere`,
  });
}

function restore(namespace: Namespace, key: SysctlKey, value: string | undefined): void {
  if (value !== undefined) inSysctlsOf<void>(namespace, () => writeSysctl(key, value));
}
