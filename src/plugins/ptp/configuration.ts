import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { loadPtpConfig, ptpShape } from "./config.ts";

export const ptpConfiguration: PluginConfiguration = { shape: ptpShape, capabilities: [], load: loadPtpConfig };
