import * as z from "zod/mini";
import { flag, integer, text } from "../../cni/config/fields.ts";
import { parseConfig } from "../../cni/config/parse-config.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { refuseUnsupported } from "../shared/unsupported.ts";

/** Keys of the ptp plugin's configuration. */
export const ptpSchema = z.object({ ipMasq: flag, ipMasqBackend: text, mtu: integer });

export interface PtpConfig {
  /** Bytes, of both ends; 0 leaves it to the kernel. */
  readonly mtu: number;
}

/** @throws {CniError} 6 or 7 */
export function loadPtpConfig(call: PluginCall): PtpConfig {
  const { ipMasq, mtu = 0 } = parseConfig(ptpSchema, call.config);
  refuseUnsupported(call, { ipMasq: ipMasq === true });
  return { mtu };
}
