import { dnsShape } from "../../cni/config/dns-shape.ts";
import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { routeShape } from "../route-shape.ts";
import { parseStaticConfig } from "./config.ts";

export const staticConfiguration: PluginConfiguration = {
  isIpam: true,
  shape: {
    addresses: [{ address: "text", gateway: "text" }],
    routes: [routeShape],
    dns: dnsShape,
  },
  capabilities: ["ips"],
  keys: {
    addresses: { meaning: "address with a prefix length; gateway may be left out" },
    routes: { meaning: "handed on in the result; equal destinations are all kept" },
    dns: { meaning: "handed on in the result" },
    "args.cni.ips": { meaning: "instead of ipam.addresses and CNI_ARGS" },
    "runtimeConfig.ips": { meaning: "instead of all others (capability ips)" },
  },
  load: ({ config, args }) => parseStaticConfig(config, args),
};
