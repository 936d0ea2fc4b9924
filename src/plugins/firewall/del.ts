import { toCniError } from "../../cni/skel/map-error.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { EMPTY_RESULT } from "../../cni/types/result.ts";
import { readAdmission } from "./admission.ts";
import { loadFirewallConfig } from "./config.ts";
import { distrustHosts, findFirewalld } from "./firewalld/trust.ts";
import { openAllFilters } from "./packet-filter.ts";

/**
 * CNI DEL: the attachment's own rules of both back-ends, and its addresses in firewalld's zone. Rules of iptables and zones
 * know the container by nothing but its addresses, so without `prevResult` only those of nftables can be found.
 */
export async function del(call: PluginCall): Promise<void> {
  const config = loadFirewallConfig(call);
  const { hosts } = readAdmission({ ...config, ingressPolicy: "open" }, call.config.prevResult ?? EMPTY_RESULT);
  const failures: unknown[] = [];
  const attempt = async (action: () => Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      failures.push(error);
    }
  };
  await attempt(async () => {
    using all = await openAllFilters(call);
    for (const filter of all.filters) await attempt(() => filter.withdraw(hosts));
  });
  if (hosts.length > 0) {
    await attempt(async () => {
      using firewalld = await findFirewalld(call, {
        ...config,
        backend: config.backend === "firewalld" ? "" : config.backend,
      });
      if (firewalld !== undefined) await distrustHosts(firewalld, { hosts, zone: config.zone });
    });
  }
  const [first, ...others] = failures;
  for (const other of others) call.warn(toCniError(other).message);
  if (first !== undefined) throw first;
}
