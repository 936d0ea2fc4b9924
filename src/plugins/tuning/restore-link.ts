import type { PluginCall } from "../../cni/skel/plugin.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { findNetns } from "../shared/find-netns.ts";
import { ContainerLink } from "./container-link.ts";
import { type LinkValues, restoreValues } from "./link-values.ts";

// Loaded by a DEL that finds something to restore.

/** Where namespace or interface are gone, nothing is left to restore. @returns what could not be restored, in words */
export async function restoreLink({ netns, ifname }: PluginCall, values: LinkValues): Promise<readonly string[]> {
  using namespace = findNetns(netns);
  if (namespace === undefined) return [];
  try {
    using found = await ContainerLink.open({ libc: await loadLibc(), netns: namespace }, ifname);
    return await restoreValues(found, values);
  } catch (error) {
    if (isNetlinkError(error, "ENODEV")) return [];
    throw error;
  }
}
