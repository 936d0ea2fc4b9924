import {
  BRIDGE_FLAGS_MASTER,
  BRIDGE_FLAGS_SELF,
  BRIDGE_VLAN_INFO_PVID,
  BRIDGE_VLAN_INFO_RANGE_BEGIN,
  BRIDGE_VLAN_INFO_RANGE_END,
  BRIDGE_VLAN_INFO_UNTAGGED,
} from "../../uapi/if_bridge.ts";
import type { BridgeAfSpec } from "./bridge-af-spec.ts";

/** A VLAN of a port of a bridge, or of the bridge itself; with `vidEnd` all from `vid` to it. */
export interface BridgeVlan {
  /** 1 to 4094 */
  readonly vid: number;
  readonly vidEnd?: number | undefined;
  /** Untagged frames that come in belong to this VLAN. */
  readonly pvid?: boolean | undefined;
  /** Frames leave without tag. */
  readonly untagged?: boolean | undefined;
}

/** Which side of a link is meant: for a port its bridge (`master`, the default), for a bridge itself `self`. */
export interface BridgeVlanTarget {
  readonly master?: boolean | undefined;
  readonly self?: boolean | undefined;
}

/** What RTM_SETLINK and RTM_DELLINK of AF_BRIDGE take. A range is two entries, its begin and its end. */
export function encodeBridgeVlan(vlan: BridgeVlan, { master, self }: BridgeVlanTarget): BridgeAfSpec {
  const target = (master === true ? BRIDGE_FLAGS_MASTER : 0) | (self === true ? BRIDGE_FLAGS_SELF : 0);
  const flags =
    (vlan.pvid === true ? BRIDGE_VLAN_INFO_PVID : 0) | (vlan.untagged === true ? BRIDGE_VLAN_INFO_UNTAGGED : 0);
  const vlanInfo =
    vlan.vidEnd === undefined || vlan.vidEnd === vlan.vid
      ? [{ flags, vid: vlan.vid }]
      : [
          { flags: flags | BRIDGE_VLAN_INFO_RANGE_BEGIN, vid: vlan.vid },
          { flags: flags | BRIDGE_VLAN_INFO_RANGE_END, vid: vlan.vidEnd },
        ];
  return target === 0 ? { vlanInfo } : { flags: target, vlanInfo };
}

/** The VLANs that a link of AF_BRIDGE was reported with, ranges where the kernel was asked to compress. */
export function decodeBridgeVlans({ vlanInfo = [] }: BridgeAfSpec): BridgeVlan[] {
  const vlans: BridgeVlan[] = [];
  let begin: number | undefined;
  for (const { flags = 0, vid = 0 } of vlanInfo) {
    if ((flags & BRIDGE_VLAN_INFO_RANGE_BEGIN) !== 0) {
      begin = vid;
      continue;
    }
    const isRange = (flags & BRIDGE_VLAN_INFO_RANGE_END) !== 0 && begin !== undefined;
    vlans.push({
      vid: isRange ? (begin ?? vid) : vid,
      ...(isRange ? { vidEnd: vid } : {}),
      pvid: (flags & BRIDGE_VLAN_INFO_PVID) !== 0,
      untagged: (flags & BRIDGE_VLAN_INFO_UNTAGGED) !== 0,
    });
    begin = undefined;
  }
  return vlans;
}
