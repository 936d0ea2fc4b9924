import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { routeShape } from "../route-shape.ts";
import { parseHostLocalConfig } from "./config.ts";

const rangeShape = { subnet: "text", rangeStart: "text", rangeEnd: "text", gateway: "text" } as const;

export const hostLocalConfiguration: PluginConfiguration = {
  isIpam: true,
  shape: { ...rangeShape, ranges: [[rangeShape]], routes: [routeShape], dataDir: "text", resolvConf: "text" },
  capabilities: ["ips", "ipRanges"],
  load: ({ config, args }) => parseHostLocalConfig(config, args),
};
