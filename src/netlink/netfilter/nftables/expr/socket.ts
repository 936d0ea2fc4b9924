import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `socket`. */
export const socketAttrs = attrSet("NFTA_SOCKET", {
  /** NFT_SOCKET_* */
  key: attr(uapi.NFTA_SOCKET_KEY, be32),
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_SOCKET_DREG, be32),
  /** Of a cgroup: how deep from the root. */
  level: attr(uapi.NFTA_SOCKET_LEVEL, be32),
});

/** Loads a property of the socket that the packet is for. */
export interface Socket extends AttrsOf<typeof socketAttrs> {}

export const socket: Codec<Socket> = nest(socketAttrs);
