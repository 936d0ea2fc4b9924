import * as uapi from "../../../uapi/if_link.ts";
import { lladdr } from "../../../wire/addresses.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { list, nest } from "../../../wire/containers.ts";
import { s32, u16, u32 } from "../../../wire/scalars.ts";

/** IFLA_INFO_DATA of macvlan and macvtap. */
export const macvlanAttrs = attrSet("IFLA_MACVLAN", {
  /** MACVLAN_MODE_*: `formatMacvlanMode` and `parseMacvlanMode` have the words. */
  mode: attr(uapi.IFLA_MACVLAN_MODE, u32),
  /** MACVLAN_FLAG_* */
  flags: attr(uapi.IFLA_MACVLAN_FLAGS, u16),
  /** Requests, mode "source": MACVLAN_MACADDR_*, what to do with `macaddr` or `macaddrData`. */
  macaddrMode: attr(uapi.IFLA_MACVLAN_MACADDR_MODE, u32),
  macaddr: attr(uapi.IFLA_MACVLAN_MACADDR, lladdr),
  macaddrData: attr(uapi.IFLA_MACVLAN_MACADDR_DATA, list(attr(uapi.IFLA_MACVLAN_MACADDR, lladdr))),
  macaddrCount: attr(uapi.IFLA_MACVLAN_MACADDR_COUNT, u32),
  /** How many broadcasts may wait; the link beneath has the largest of all its macvlans, in `bcQueueLenUsed`. */
  bcQueueLen: attr(uapi.IFLA_MACVLAN_BC_QUEUE_LEN, u32),
  bcQueueLenUsed: attr(uapi.IFLA_MACVLAN_BC_QUEUE_LEN_USED, u32),
  /** From how many receivers on a broadcast is queued; -1 for never. Linux 6.4 */
  bcCutoff: attr(uapi.IFLA_MACVLAN_BC_CUTOFF, s32),
});

/** Data of `ip link … type macvlan` and `type macvtap`; the link beneath is `link` of the link itself. */
export interface MacvlanData extends AttrsOf<typeof macvlanAttrs> {}

export const macvlan: Codec<MacvlanData> = nest(macvlanAttrs);

const MODES: { readonly [word: string]: number } = {
  private: uapi.MACVLAN_MODE_PRIVATE,
  vepa: uapi.MACVLAN_MODE_VEPA,
  bridge: uapi.MACVLAN_MODE_BRIDGE,
  passthru: uapi.MACVLAN_MODE_PASSTHRU,
  source: uapi.MACVLAN_MODE_SOURCE,
};

/** MACVLAN_MODE_* of iproute2's word for it; undefined for another word. */
export function parseMacvlanMode(word: string): number | undefined {
  return Object.hasOwn(MODES, word) ? MODES[word] : undefined;
}

/** iproute2's word for MACVLAN_MODE_*. */
export function formatMacvlanMode(mode: number): string {
  return Object.keys(MODES).find((word) => MODES[word] === mode) ?? `mode ${mode}`;
}
