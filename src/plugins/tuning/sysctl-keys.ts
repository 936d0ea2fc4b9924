import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { SysctlKey } from "../shared/sysctl.ts";

/** Stands for CNI_IFNAME in a name. */
const IFNAME = "IFNAME";

/**
 * The key that a name in a configuration means: every `.` separates as `/` does, and the first IFNAME is the container's
 * interface, whose own dots (`eth0.10`) stay. There is no `..` then but what an interface is called, and that is no path.
 *
 * @throws {CniError} 7 for what is not below net/, and so not the container's alone
 */
function readSysctlKey(name: string, ifname: string): SysctlKey {
  const key = name.replaceAll(".", "/").replace(IFNAME, () => ifname);
  const parts = key.split("/").filter((part) => part !== "");
  if (parts[0] !== "net" || parts.length < 2 || parts.some((part) => part === "." || part === "..") || /\0/.test(key)) {
    throw new CniError(CNI_ERROR.invalidNetworkConfig, `invalid net sysctl key: ${quote(key)}`);
  }
  return parts.join("/");
}

/**
 * The values of keys as a configuration names them. Two names of one key that do not agree are refused: the reference
 * writes both, in no order.
 *
 * @throws {CniError} 7
 */
export function readSysctls(texts: ReadonlyMap<string, string>, ifname: string): ReadonlyMap<SysctlKey, string> {
  const sysctls = new Map<SysctlKey, string>();
  for (const [name, value] of texts) {
    const key = readSysctlKey(name, ifname);
    if ((sysctls.get(key) ?? value) !== value) throw repeatedSysctl();
    sysctls.set(key, value);
  }
  return sysctls;
}

/** The refusal of a sysctl that is given twice. */
export function repeatedSysctl(): CniError {
  return new CniError(CNI_ERROR.invalidNetworkConfig, "duplicated sysctl keys are not allowed");
}
