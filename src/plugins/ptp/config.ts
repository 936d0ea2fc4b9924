import { readConfig } from "../../cni/config/shape.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { refuseUnsupported } from "../shared/unsupported.ts";

/** Keys of the ptp plugin's configuration. */
export const ptpShape = { ipMasq: "flag", ipMasqBackend: "text", mtu: "integer" } as const;

export interface PtpConfig {
  /** Bytes, of both ends; 0 leaves it to the kernel. */
  readonly mtu: number;
}

/** @throws {CniError} 6 or 7 */
export function loadPtpConfig(call: PluginCall): PtpConfig {
  const { ipMasq, mtu = 0 } = readConfig(ptpShape, call.config);
  refuseUnsupported(call, { ipMasq: ipMasq === true });
  return { mtu };
}
