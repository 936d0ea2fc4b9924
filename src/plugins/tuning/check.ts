import type { PluginCall } from "../../cni/skel/plugin.ts";
import { isSystemError } from "../../cni/system-error.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { drift } from "../shared/check-interface.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { openContainer } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { findSysctl, inSysctlsOf, type SysctlKey } from "../shared/sysctl.ts";
import { loadTuningConfig } from "./config.ts";
import { hasAllmulti, type LinkValues } from "./link-values.ts";

/** CNI CHECK: sysctls and interface are as the configuration has them. */
export async function check(call: PluginCall): Promise<void> {
  const config = loadTuningConfig(call);
  requirePrevResult(call, "Required prevResult missing");
  using container = await openContainer(call.netns);
  for (const [key, value] of config.sysctls) {
    const current = await step(`failed to read sysctl ${key}`, () => inSysctlsOf(container, () => readable(key)));
    if (current === undefined || words(current) === words(value)) continue;
    throw drift(`Error: Tuning configured value of /proc/sys/${key} is ${value}, current value is ${current}`);
  }
  const link = await container.client.link.find(call.ifname);
  if (link === undefined) throw drift(`Cannot find container link ${call.ifname}`);
  checkLink(link, call.ifname, { ...config.link });
}

/** The value of a key; undefined of one that can only be written, which flush something. */
function readable(key: SysctlKey): string | undefined {
  try {
    return findSysctl(key) ?? "nothing";
  } catch (error) {
    if (isSystemError(error) && error.code === "EACCES") return undefined;
    throw error;
  }
}

/** The kernel separates the numbers of a value by tabs, people by spaces. */
function words(value: string): string {
  return value.trim().replaceAll(/\s+/g, " ");
}

function checkLink(link: Link, ifname: string, { mac, promisc = false, mtu, allmulti, txQLen }: LinkValues): void {
  const { address, promiscuity = 0, txqlen } = link;
  const values = (wanted: unknown, current: unknown) => `is ${wanted}, current value is ${current}`;
  if (mac !== undefined && mac !== address) {
    throw drift(`Error: Tuning configured Ethernet of ${ifname} ${values(mac, address)}`);
  }
  if (promisc !== promiscuity > 0) {
    throw drift(`Error: Tuning link ${ifname} configured promisc ${values(promisc, promiscuity)}`);
  }
  if (mtu !== undefined && mtu !== link.mtu) {
    throw drift(`Error: Tuning configured MTU of ${ifname} ${values(mtu, link.mtu)}`);
  }
  if (allmulti !== undefined && allmulti !== hasAllmulti(link)) {
    throw drift(`Error: Tuning configured all-multicast mode of ${ifname} ${values(allmulti, !allmulti)}`);
  }
  if (txQLen !== undefined && txQLen !== txqlen) {
    throw drift(`Error: Tuning configured Transmit Queue Length of ${ifname} ${values(txQLen, txqlen)}`);
  }
}
