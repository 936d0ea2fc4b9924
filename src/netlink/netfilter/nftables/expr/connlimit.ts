import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `connlimit`. */
export const connlimitAttrs = attrSet("NFTA_CONNLIMIT", {
  count: attr(uapi.NFTA_CONNLIMIT_COUNT, be32),
  /** NFT_CONNLIMIT_F_* */
  flags: attr(uapi.NFTA_CONNLIMIT_FLAGS, be32),
});

/** Goes on with the rule while there are at most so many connections. */
export interface Connlimit extends AttrsOf<typeof connlimitAttrs> {}

export const connlimit: Codec<Connlimit> = nest(connlimitAttrs);
