import type { IpAddress } from "../addr/ip-address.ts";
import { CNI_ERROR, CniError } from "../cni/cni-error.ts";
import { type CniVersion, resultFamily } from "../cni/version/cni-version.ts";

/** Results before 0.3.0 have room for one address of each family. @throws {CniError} 7 */
export function checkFamilyLimit(cniVersion: CniVersion, families: readonly IpAddress["family"][]): void {
  if (resultFamily(cniVersion) !== "0.1") return;
  const count = (family: IpAddress["family"]) => families.filter((each) => each === family).length;
  if (count(4) > 1 || count(6) > 1) {
    throw new CniError(
      CNI_ERROR.invalidNetworkConfig,
      `CNI version ${cniVersion} does not support more than 1 address per family`,
    );
  }
}
