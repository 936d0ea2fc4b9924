import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Result } from "../../cni/types/result.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { parseHostLocalConfig } from "./config.ts";
import { reserve } from "./reserve.ts";
import { readResolvConf } from "./resolv-conf.ts";

/** Leases one address of each range set. Nothing is leased when it fails. */
export async function add(call: PluginCall): Promise<Result> {
  const config = parseHostLocalConfig(call.config, call.args);
  const dns = config.resolvConf === undefined ? {} : readResolvConf(config.resolvConf);
  const libc = await loadLibc();
  const allocations = reserve(
    { directory: config.directory, libc, warn: call.warn },
    { config, attachment: { containerId: call.containerId, ifname: call.ifname } },
  );
  return {
    interfaces: [],
    ips: allocations.map(({ prefix, gateway }) => ({ address: prefix, gateway })),
    routes: config.routes,
    dns,
  };
}
