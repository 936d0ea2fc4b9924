import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { loadTuningConfig, tuningShape } from "./config.ts";

export const tuningConfiguration: PluginConfiguration = {
  shape: tuningShape,
  capabilities: Object.keys(tuningShape.runtimeConfig),
  load: loadTuningConfig,
};
