import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { bandwidthShape, loadBandwidthConfig } from "./config.ts";

export const bandwidthConfiguration: PluginConfiguration = {
  shape: bandwidthShape,
  capabilities: Object.keys(bandwidthShape.runtimeConfig),
  keys: {
    ingressRate: { meaning: "bits a second that go into the container", default: "none" },
    ingressBurst: { meaning: "bits that may go at once; needed with a rate, and not without", default: "none" },
    egressRate: { meaning: "bits a second that come out of it", default: "none" },
    egressBurst: { meaning: "bits that may come at once; needed with a rate, and not without", default: "none" },
  },
  load: loadBandwidthConfig,
};
