import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { bandwidthShape, loadBandwidthConfig } from "./config.ts";

export const bandwidthConfiguration: PluginConfiguration = {
  shape: bandwidthShape,
  capabilities: Object.keys(bandwidthShape.runtimeConfig),
  load: loadBandwidthConfig,
};
