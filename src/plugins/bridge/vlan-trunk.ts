import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";

/** One element of `vlanTrunk`: a range, a single id, or both. */
export interface VlanTrunkEntry {
  readonly minID?: number | undefined;
  readonly maxID?: number | undefined;
  readonly id?: number | undefined;
}

/** IEEE 802.1Q: twelve bits, of which 0 and 4095 are reserved. */
export const MAX_VLAN_ID = 4094;

/** All ids that the entries name, ascending, each once. @throws {CniError} 7 */
export function expandVlanTrunk(entries: readonly VlanTrunkEntry[]): number[] {
  const ids = new Set<number>();
  for (const entry of entries) for (const id of expandEntry(entry)) ids.add(id);
  return [...ids].sort((a, b) => a - b);
}

function expandEntry({ minID, maxID, id }: VlanTrunkEntry): number[] {
  if (minID !== undefined && !isVlanId(minID)) throw refuse("incorrect trunk minID parameter");
  if (maxID !== undefined && !isVlanId(maxID)) throw refuse("incorrect trunk maxID parameter");
  if (minID !== undefined && maxID === undefined) {
    throw refuse("minID and maxID should be configured simultaneously, maxID is missing");
  }
  if (minID === undefined && maxID !== undefined) {
    throw refuse("minID and maxID should be configured simultaneously, minID is missing");
  }
  const ids: number[] = [];
  if (minID !== undefined && maxID !== undefined) {
    if (minID > maxID) throw refuse("minID is greater than maxID in trunk parameter");
    for (let each = minID; each <= maxID; each++) ids.push(each);
  }
  if (id !== undefined) {
    if (!isVlanId(id)) throw refuse("incorrect trunk id parameter");
    ids.push(id);
  }
  return ids;
}

function isVlanId(id: number): boolean {
  return id >= 1 && id <= MAX_VLAN_ID;
}

function refuse(msg: string): CniError {
  return new CniError(CNI_ERROR.invalidNetworkConfig, msg);
}
