import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { routeShape } from "../route-shape.ts";
import { parseStaticConfig } from "./config.ts";

export const staticConfiguration: PluginConfiguration = {
  isIpam: true,
  shape: {
    addresses: [{ address: "text", gateway: "text" }],
    routes: [routeShape],
    dns: { nameservers: ["text"], domain: "text", search: ["text"], options: ["text"] },
  },
  capabilities: ["ips"],
  load: ({ config, args }) => parseStaticConfig(config, args),
};
