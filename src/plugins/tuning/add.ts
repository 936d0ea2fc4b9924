import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Result } from "../../cni/types/result.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { openNetns } from "../../netlink/socket/netns.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { withRollback } from "../shared/rollback.ts";
import { refuseUnlisted } from "./allowlist.ts";
import { loadTuningConfig } from "./config.ts";
import { setSysctls } from "./set-sysctls.ts";

/**
 * CNI ADD: sysctls of the container, and what is asked for of the interface that the plugins before made. What the
 * interface was like is kept in a file, for DEL. All that can be seen to be wrong is found before anything is changed.
 */
export async function add(call: PluginCall): Promise<Result> {
  const config = loadTuningConfig(call);
  await refuseUnlisted(config.sysctlNames);
  const result = requirePrevResult(call, "Required prevResult missing");
  using netns = openNetns(call.netns);
  const namespace = { libc: await loadLibc(), netns };
  const ofLink = config.link && (await import("./tune-link.ts"));
  using found = await ofLink?.openTunedLink(namespace, call.ifname, config);
  return await withRollback({ warn: call.warn, sides: found === undefined ? [] : [found] }, async (rollback) => {
    await setSysctls({ namespace, rollback }, config.sysctls);
    if (found !== undefined) await ofLink?.tuneLink(found, config, { call, rollback });
    return config.mac === "" ? result : withMac(result, call.ifname, config.mac);
  });
}

/** The result with a new hardware address, spelt as the configuration spells it, on all interfaces of the name. */
function withMac(result: Result, ifname: string, mac: string): Result {
  const interfaces = result.interfaces.map((each) => (each.name === ifname ? { ...each, mac } : each));
  return { ...result, interfaces };
}
