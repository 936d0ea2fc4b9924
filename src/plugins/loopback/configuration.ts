import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";

/** It has no keys of its own. */
export const loopbackConfiguration: PluginConfiguration = {
  shape: {},
  capabilities: [],
  keys: {},
  load: () => undefined,
};
