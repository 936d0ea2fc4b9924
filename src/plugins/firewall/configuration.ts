import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { firewallShape, loadFirewallConfig } from "./config.ts";

export const firewallConfiguration: PluginConfiguration = {
  shape: firewallShape,
  capabilities: [],
  load: loadFirewallConfig,
};
