import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { bridgeShape, loadBridgeConfig } from "./config.ts";

export const bridgeConfiguration: PluginConfiguration = {
  shape: bridgeShape,
  capabilities: Object.keys(bridgeShape.runtimeConfig),
  load: loadBridgeConfig,
};
