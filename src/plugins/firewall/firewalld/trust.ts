import { formatIpPrefix, type IpPrefix } from "../../../addr/ip-prefix.ts";
import { CNI_ERROR, CniError } from "../../../cni/cni-error.ts";
import type { PluginCall } from "../../../cni/skel/plugin.ts";
import { drift } from "../../shared/check-interface.ts";
import type { Rollback } from "../../shared/rollback.ts";
import type { FirewallConfig } from "../config.ts";
import { addSource, hasSource, isRunning, removeSource } from "./firewalld.ts";
import { DbusError, findSystemBus, type SystemBus } from "./system-bus.ts";

/** Back-ends that are asked for by name and are not firewalld. */
const OTHERS: ReadonlySet<string> = new Set(["iptables", "nftables"]);

/**
 * The bus that firewalld is on, where it is to be used: it is asked for, or runs and nothing else is asked for.
 * @throws {CniError} 50 when it is asked for and is not there
 */
export async function findFirewalld(call: PluginCall, { backend }: FirewallConfig): Promise<SystemBus | undefined> {
  if (OTHERS.has(backend)) return undefined;
  const { bus, reason } = await lookForFirewalld(call);
  if (bus === undefined && backend === "firewalld") {
    throw new CniError(CNI_ERROR.pluginNotAvailable, `firewalld is not available: ${reason}`);
  }
  return bus;
}

async function lookForFirewalld({ env }: PluginCall): Promise<{ bus?: SystemBus; reason: string }> {
  let bus: SystemBus | undefined;
  try {
    bus = await findSystemBus(env);
    if (bus === undefined) return { reason: "there is no system bus" };
    if (await isRunning(bus)) return { bus, reason: "" };
    bus[Symbol.dispose]();
    return { reason: "it does not run" };
  } catch (error) {
    bus?.[Symbol.dispose]();
    if (!(error instanceof DbusError)) throw error;
    return { reason: error.message };
  }
}

/** Puts the container's addresses into a zone, by default the trusted one. */
export async function trustHosts(
  bus: SystemBus,
  { hosts, zone, rollback }: { hosts: readonly IpPrefix[]; zone: string; rollback: Rollback },
): Promise<void> {
  for (const host of hosts) {
    const source = formatIpPrefix(host);
    try {
      const isNew = await addSource(bus, { zone, source });
      if (isNew) rollback.add(`remove source ${source} from zone ${zone}`, () => removeSource(bus, { zone, source }));
    } catch (cause) {
      throw new CniError(CNI_ERROR.internal, `failed to add the address ${source} to ${zone} zone`, { cause });
    }
  }
}

/** Takes them out again; what is not in the zone is gone already. */
export async function distrustHosts(
  bus: SystemBus,
  { hosts, zone }: { hosts: readonly IpPrefix[]; zone: string },
): Promise<void> {
  for (const host of hosts) {
    try {
      await removeSource(bus, { zone, source: formatIpPrefix(host) });
    } catch (error) {
      if (!(error instanceof DbusError)) throw error;
    }
  }
}

/** @throws {CniError} 100 for an address that is not in the zone */
export async function checkTrust(
  bus: SystemBus,
  { hosts, zone }: { hosts: readonly IpPrefix[]; zone: string },
): Promise<void> {
  for (const host of hosts) {
    const source = formatIpPrefix(host);
    if (!(await hasSource(bus, { zone, source }))) throw drift(`failed to find the address ${source} in ${zone} zone`);
  }
}
