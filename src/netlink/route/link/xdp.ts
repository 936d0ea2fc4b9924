import * as uapi from "../../uapi/if_link.ts";
import { type AttrsOf, attr, attrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { nest } from "../../wire/containers.ts";
import { s32, u8, u32 } from "../../wire/scalars.ts";

export const xdpAttrs = attrSet("IFLA_XDP", {
  /** Requests: descriptor of the program to attach; -1 detaches. */
  fd: attr(uapi.IFLA_XDP_FD, s32),
  /** XDP_ATTACHED_* */
  attached: attr(uapi.IFLA_XDP_ATTACHED, u8),
  /** Requests: XDP_FLAGS_*. */
  flags: attr(uapi.IFLA_XDP_FLAGS, u32),
  progId: attr(uapi.IFLA_XDP_PROG_ID, u32),
  drvProgId: attr(uapi.IFLA_XDP_DRV_PROG_ID, u32),
  skbProgId: attr(uapi.IFLA_XDP_SKB_PROG_ID, u32),
  hwProgId: attr(uapi.IFLA_XDP_HW_PROG_ID, u32),
  /** Requests: what must be attached now, with XDP_FLAGS_REPLACE. */
  expectedFd: attr(uapi.IFLA_XDP_EXPECTED_FD, s32),
});

/** The XDP program of a link. */
export interface LinkXdp extends AttrsOf<typeof xdpAttrs> {}

export const xdp: Codec<LinkXdp> = nest(xdpAttrs);
