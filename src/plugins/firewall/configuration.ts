import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { firewallShape, loadFirewallConfig } from "./config.ts";

export const firewallConfiguration: PluginConfiguration = {
  shape: firewallShape,
  capabilities: [],
  keys: {
    backend: { meaning: "iptables, nftables or firewalld; anything else is as good as nothing", default: "see below" },
    ingressPolicy: {
      meaning:
        "same-bridge: nothing comes in from the ports of other bridges; isolated: nor from those of its own, as far as rules see them",
      default: "open",
    },
    iptablesAdminChainName: {
      meaning:
        "the chain of the administrator's own rules, which are tried before those of containers; of both the iptables and nftables back-end",
      default: "CNI-ADMIN",
    },
    firewalldZone: { meaning: "the zone of firewalld that the container's addresses are put into", default: "trusted" },
  },
  load: loadFirewallConfig,
};
