import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { readConfig } from "../../cni/config/shape.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { ipamType } from "../shared/delegate-ipam.ts";
import { type MasqBackend, readIpMasq } from "../shared/ip-masq/config.ts";

/** Keys of the ptp plugin's configuration. */
export const ptpShape = { ipMasq: "flag", ipMasqBackend: "text", mtu: "integer" } as const;

export interface PtpConfig {
  /** Bytes, of both ends; 0 leaves it to the kernel. */
  readonly mtu: number;
  /** Where addresses are masqueraded; undefined leaves them as they are. */
  readonly ipMasq: MasqBackend | undefined;
}

/** @throws {CniError} 6 or 7 */
export function loadPtpConfig(call: PluginCall): PtpConfig {
  const conf = readConfig(ptpShape, call.config);
  if (call.command === "ADD" && ipamType(call) === "") {
    const details = "ptp needs ipam.type";
    throw new CniError(CNI_ERROR.invalidNetworkConfig, "no plugin name provided", { details });
  }
  return { mtu: conf.mtu ?? 0, ipMasq: readIpMasq(call, conf) };
}
