import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";
import { expression } from "./expression.ts";

/** Attributes of `inner`. */
export const innerAttrs = attrSet("NFTA_INNER", {
  /** Always 0. */
  num: attr(uapi.NFTA_INNER_NUM, be32),
  /** NFT_INNER_* */
  type: attr(uapi.NFTA_INNER_TYPE, be32),
  /** NFT_INNER_* */
  flags: attr(uapi.NFTA_INNER_FLAGS, be32),
  /** Bytes of the tunnel's header. */
  hdrsize: attr(uapi.NFTA_INNER_HDRSIZE, be32),
  /** A `payload` or `meta`. */
  expr: attr(uapi.NFTA_INNER_EXPR, expression),
});

/** Runs an expression on the packet inside a tunnel's. */
export interface Inner extends AttrsOf<typeof innerAttrs> {}

export const inner: Codec<Inner> = nest(innerAttrs);
