import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { routeShape } from "../route-shape.ts";
import { parseHostLocalConfig } from "./config.ts";

const rangeShape = { subnet: "text", rangeStart: "text", rangeEnd: "text", gateway: "text" } as const;

export const hostLocalConfiguration: PluginConfiguration = {
  isIpam: true,
  shape: { ...rangeShape, ranges: [[rangeShape]], routes: [routeShape], dataDir: "text", resolvConf: "text" },
  capabilities: ["ips", "ipRanges"],
  keys: {
    ranges: { meaning: "a container gets one address of each set; a set is a list of ranges of one family" },
    routes: { meaning: "handed on in the result" },
    resolvConf: { meaning: "the file whose settings become the result's dns" },
    dataDir: { meaning: "where the directories of leases are", default: "/var/lib/cni/networks" },
    "runtimeConfig.ipRanges": { meaning: "before all others (capability ipRanges)" },
    subnet: { meaning: "without host bits, at most /30 (/126)", default: "required" },
    rangeStart: { meaning: "the first to be leased", default: "the first address after the network's" },
    rangeEnd: {
      meaning: "the last to be leased",
      default: "the last before the broadcast address; for IPv6 the last of all",
    },
    gateway: {
      meaning: "in the result; never leased from this range; need not lie in the subnet",
      default: "the first address after the network's",
    },
  },
  load: ({ config, args }) => parseHostLocalConfig(config, args),
};
