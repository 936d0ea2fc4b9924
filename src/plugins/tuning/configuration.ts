import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { loadTuningConfig, tuningShape } from "./config.ts";

export const tuningConfiguration: PluginConfiguration = {
  shape: tuningShape,
  capabilities: Object.keys(tuningShape.runtimeConfig),
  keys: {
    sysctl: { meaning: "name → value; see below", default: "none" },
    mac: { meaning: "hardware address, c2:11:22:33:44:55, c2-11-… or c211.2233.4455", default: "as it is" },
    promisc: {
      meaning: "true sets the interface promiscuous; false leaves it as it is, but CHECK insists on it",
      default: "false",
    },
    mtu: { meaning: "bytes; 0 is none", default: "as it is" },
    allmulti: { meaning: "all-multicast mode, on or off", default: "as it is" },
    txQLen: { meaning: "length of the transmit queue in packets", default: "as it is" },
    dataDir: {
      meaning: "where is kept what the interface was like; an absolute path without ..",
      default: "/run/cni/tuning",
    },
  },
  load: loadTuningConfig,
};
