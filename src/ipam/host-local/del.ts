import type { PluginCall } from "../../cni/skel/plugin.ts";
import { fs } from "../../machine.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { parseStoreDirectory } from "./config.ts";
import { findLeases, release } from "./release.ts";

/** Frees what the attachment holds. That it holds nothing, or that there is no store, is success. */
export async function del(call: PluginCall): Promise<void> {
  const directory = parseStoreDirectory(call.config);
  if (!fs.existsSync(directory)) return;
  const libc = await loadLibc();
  release({ directory, libc, warn: call.warn }, (leases) =>
    findLeases(leases, { containerId: call.containerId, ifname: call.ifname }),
  );
}
