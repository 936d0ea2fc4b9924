import type { CniPlugin } from "./cni/skel/plugin.ts";

/** Every plugin of the executable by its type. A plugin is evaluated when it is called, and only then. */
export const registry: Readonly<Record<string, () => Promise<CniPlugin>>> = {
  bridge: async () => (await import("./plugins/bridge/plugin.ts")).bridge,
  ptp: async () => (await import("./plugins/ptp/plugin.ts")).ptp,
  loopback: async () => (await import("./plugins/loopback/plugin.ts")).loopback,
  firewall: async () => (await import("./plugins/firewall/plugin.ts")).firewall,
  tuning: async () => (await import("./plugins/tuning/plugin.ts")).tuning,
  bandwidth: async () => (await import("./plugins/bandwidth/plugin.ts")).bandwidth,
  portmap: async () => (await import("./plugins/portmap/plugin.ts")).portmap,
  "host-local": async () => (await import("./ipam/host-local/plugin.ts")).hostLocal,
  static: async () => (await import("./ipam/static/plugin.ts")).staticIpam,
};

/** The plugin of a type; undefined where there is none of that type. */
export function findPlugin(type: string): Promise<CniPlugin> | undefined {
  return Object.hasOwn(registry, type) ? registry[type]?.() : undefined;
}
