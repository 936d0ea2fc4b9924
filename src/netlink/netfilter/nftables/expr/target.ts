import * as uapi from "../../../uapi/nf_tables_compat.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";
import { bytes, str } from "../../../wire/text.ts";

/** Attributes of `target`. */
export const targetAttrs = attrSet("NFTA_TARGET", {
  /** `DNAT` */
  name: attr(uapi.NFTA_TARGET_NAME, str(29)),
  /** Revision of `info`. */
  rev: attr(uapi.NFTA_TARGET_REV, be32),
  /** The target's own struct. */
  info: attr(uapi.NFTA_TARGET_INFO, bytes()),
});

/** A target of x_tables (nft_compat). */
export interface Target extends AttrsOf<typeof targetAttrs> {}

export const target: Codec<Target> = nest(targetAttrs);
