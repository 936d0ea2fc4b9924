import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { loadPortmapConfig, portmapShape } from "./config.ts";

export const portmapConfiguration: PluginConfiguration = {
  shape: portmapShape,
  capabilities: Object.keys(portmapShape.runtimeConfig),
  load: loadPortmapConfig,
};
