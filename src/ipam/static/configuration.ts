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
  load: ({ config, args }) => parseStaticConfig(config, args),
};
