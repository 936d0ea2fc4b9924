import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { loadPtpConfig, ptpShape } from "./config.ts";

export const ptpConfiguration: PluginConfiguration = {
  shape: ptpShape,
  capabilities: [],
  keys: {
    mtu: { meaning: "of both ends", default: "the kernel's" },
    ipam: {
      meaning: "type and what that plugin takes; every address needs a gateway, which host-local always gives",
      default: "required",
    },
    dns: { meaning: "as soon as it sets anything, it replaces IPAM's as a whole", default: "IPAM's" },
    ipMasq: {
      meaning: "what the container sends beyond its subnet goes out under the host's address",
      default: "false",
    },
    ipMasqBackend: {
      meaning: "iptables or nftables: where the rules of ipMasq are, as bridge has them",
      default: "iptables",
    },
  },
  load: loadPtpConfig,
};
