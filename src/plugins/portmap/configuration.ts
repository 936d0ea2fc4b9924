import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { loadPortmapConfig, portmapShape } from "./config.ts";

export const portmapConfiguration: PluginConfiguration = {
  shape: portmapShape,
  capabilities: Object.keys(portmapShape.runtimeConfig),
  keys: {
    backend: { meaning: "iptables or nftables", default: "see below" },
    snat: {
      meaning:
        "connections of the container itself and of this machine are masqueraded, so that the answers find their way back",
      default: "true",
    },
    masqAll: { meaning: "those of everybody are; iptables only", default: "false" },
    markMasqBit: {
      meaning: 'bit of the packet mark that stands for "to be masqueraded", 0 to 31; iptables only',
      default: "13",
    },
    externalSetMarkChain: {
      meaning: "a chain of somebody else's that sets such a mark, instead of markMasqBit; iptables only",
      default: "none",
    },
    conditionsV4: {
      meaning: "what packets of IPv4 have to be like besides; in the words of the back-end",
      default: "none",
    },
    conditionsV6: { meaning: "the same for IPv6", default: "none" },
  },
  load: loadPortmapConfig,
};
