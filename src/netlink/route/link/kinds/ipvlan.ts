import * as uapi from "../../../uapi/if_link.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { u16 } from "../../../wire/scalars.ts";

/** IFLA_INFO_DATA of ipvlan and ipvtap. */
export const ipvlanAttrs = attrSet("IFLA_IPVLAN", {
  /** IPVLAN_MODE_*: `formatIpvlanMode` and `parseIpvlanMode` have the words. */
  mode: attr(uapi.IFLA_IPVLAN_MODE, u16),
  /** IPVLAN_F_*; 0 is "bridge". */
  flags: attr(uapi.IFLA_IPVLAN_FLAGS, u16),
});

/** Data of `ip link … type ipvlan` and `type ipvtap`; the link beneath is `link` of the link itself. */
export interface IpvlanData extends AttrsOf<typeof ipvlanAttrs> {}

export const ipvlan: Codec<IpvlanData> = nest(ipvlanAttrs);

/** Index is the value. */
const MODES: readonly string[] = ["l2", "l3", "l3s"];

/** IPVLAN_MODE_* of iproute2's word for it; undefined for another word. */
export function parseIpvlanMode(word: string): number | undefined {
  const mode = MODES.indexOf(word);
  return mode < 0 ? undefined : mode;
}

/** iproute2's word for IPVLAN_MODE_*. */
export function formatIpvlanMode(mode: number): string {
  return MODES[mode] ?? `mode ${mode}`;
}

/** iproute2's word for IPVLAN_F_*. */
export function formatIpvlanFlags(flags: number): string {
  if ((flags & uapi.IPVLAN_F_PRIVATE) !== 0) return "private";
  return (flags & uapi.IPVLAN_F_VEPA) !== 0 ? "vepa" : "bridge";
}
