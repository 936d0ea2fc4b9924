import type { PluginConfiguration } from "./cni/config/plugin-configuration.ts";

/** What the configuration of each plugin may hold, by its type. Apart from the registry: no plugin's start needs it. */
export const configurations: Readonly<Record<string, () => Promise<PluginConfiguration>>> = {
  bridge: async () => (await import("./plugins/bridge/configuration.ts")).bridgeConfiguration,
  ptp: async () => (await import("./plugins/ptp/configuration.ts")).ptpConfiguration,
  loopback: async () => (await import("./plugins/loopback/configuration.ts")).loopbackConfiguration,
  tuning: async () => (await import("./plugins/tuning/configuration.ts")).tuningConfiguration,
  bandwidth: async () => (await import("./plugins/bandwidth/configuration.ts")).bandwidthConfiguration,
  portmap: async () => (await import("./plugins/portmap/configuration.ts")).portmapConfiguration,
  firewall: async () => (await import("./plugins/firewall/configuration.ts")).firewallConfiguration,
  "host-local": async () => (await import("./ipam/host-local/configuration.ts")).hostLocalConfiguration,
  static: async () => (await import("./ipam/static/configuration.ts")).staticConfiguration,
};

/** The configuration of a type; undefined where this package has no such plugin. */
export function findConfiguration(type: string): Promise<PluginConfiguration> | undefined {
  return Object.hasOwn(configurations, type) ? configurations[type]?.() : undefined;
}
