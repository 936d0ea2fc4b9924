import { dnsShape } from "../../cni/config/dns-shape.ts";

/** Keys that every plugin has (SPEC section 1, "Plugin configuration object", and its conventions). */
export const commonShape = {
  cniVersion: "text",
  name: "text",
  type: "text",
  dns: dnsShape,
  logLevel: "text",
  logFile: "text",
} as const;

/** Those that are read by others than the plugin, or hold what the user or the runtime puts in. */
export const openKeys: readonly string[] = ["capabilities", "ipam", "args", "runtimeConfig", "prevResult"];
