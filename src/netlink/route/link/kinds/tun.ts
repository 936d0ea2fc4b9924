import * as uapi from "../../../uapi/if_link.ts";
import { IFF_TAP, IFF_TUN } from "../../../uapi/if_tun.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { bool8, u8, u32 } from "../../../wire/scalars.ts";

/** IFLA_INFO_DATA of tun, which tap links are as well. */
export const tunAttrs = attrSet("IFLA_TUN", {
  /** User id that may attach to it. */
  owner: attr(uapi.IFLA_TUN_OWNER, u32),
  /** Group id that may attach to it. */
  group: attr(uapi.IFLA_TUN_GROUP, u32),
  /** IFF_TUN or IFF_TAP: `formatTunType` has the words. */
  type: attr(uapi.IFLA_TUN_TYPE, u8),
  pi: attr(uapi.IFLA_TUN_PI, bool8),
  vnetHdr: attr(uapi.IFLA_TUN_VNET_HDR, bool8),
  persist: attr(uapi.IFLA_TUN_PERSIST, bool8),
  multiQueue: attr(uapi.IFLA_TUN_MULTI_QUEUE, bool8),
  numQueues: attr(uapi.IFLA_TUN_NUM_QUEUES, u32),
  numDisabledQueues: attr(uapi.IFLA_TUN_NUM_DISABLED_QUEUES, u32),
});

/** Data of tun and tap links; read only, since they are made with ioctl(TUNSETIFF) on /dev/net/tun. */
export interface TunData extends AttrsOf<typeof tunAttrs> {}

export const tun: Codec<TunData> = nest(tunAttrs);

/** `tun` or `tap`. */
export function formatTunType(type: number): string {
  if (type === IFF_TUN) return "tun";
  return type === IFF_TAP ? "tap" : `type ${type}`;
}
