import { dnsShape } from "../../cni/config/dns-shape.ts";
import type { KeyText } from "../../cni/config/plugin-configuration.ts";

/** Keys that every plugin has (SPEC section 1, "Plugin configuration object", and its conventions). */
export const commonShape = {
  cniVersion: "text",
  name: "text",
  type: "text",
  dns: dnsShape,
  logLevel: "text",
  logFile: "text",
} as const;

/** The keys of every plugin and of a list in words, where the plugin has none of its own. */
export const commonKeys: Readonly<Record<string, KeyText>> = {
  $schema: { meaning: "where an editor finds this schema" },
  cniVersion: { meaning: "version of the CNI specification that is spoken", default: "0.1.0" },
  cniVersions: { meaning: "versions that may be spoken; the newest that the runtime knows is taken" },
  name: { meaning: "name of the network, the same on all hosts" },
  plugins: { meaning: "the plugins that attach a container, in order; each gets the result of the one before" },
  type: { meaning: "name of the plugin's executable" },
  disableCheck: { meaning: "the runtime asks for no CHECK", default: "false" },
  disableGC: { meaning: "the runtime asks for no GC", default: "false" },
  loadOnlyInlinedPlugins: { meaning: "no plugins from the folder that is called like the network", default: "false" },
  capabilities: { meaning: "which values the runtime is to pass in runtimeConfig: name of the capability → true" },
  ipam: { meaning: "type of the IPAM plugin, and what it takes" },
  dns: { meaning: "handed on in the result" },
  args: { meaning: "further arguments of the user; plugins take what they know" },
  runtimeConfig: { meaning: "values of the runtime by capability; usually not written by hand" },
  prevResult: { meaning: "result of the plugin before; put in by the runtime" },
  logLevel: { meaning: "what is logged: debug, info, warn or error", default: "info when there is a logFile" },
  logFile: {
    meaning: "absolute path of the log, a line of JSON for each step",
    default: "stderr when there is a logLevel",
  },
};

/** Those that are read by others than the plugin, or hold what the user or the runtime puts in. */
export const openKeys: readonly string[] = ["capabilities", "ipam", "args", "runtimeConfig", "prevResult"];
