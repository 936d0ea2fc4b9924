import * as uapi from "../../../uapi/nf_tables_compat.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";
import { bytes, str } from "../../../wire/text.ts";

/** Attributes of `match`. */
export const matchAttrs = attrSet("NFTA_MATCH", {
  /** `multiport` */
  name: attr(uapi.NFTA_MATCH_NAME, str(29)),
  /** Revision of `info`. */
  rev: attr(uapi.NFTA_MATCH_REV, be32),
  /** The match's own struct. */
  info: attr(uapi.NFTA_MATCH_INFO, bytes()),
});

/** A match of x_tables (nft_compat). */
export interface Match extends AttrsOf<typeof matchAttrs> {}

export const match: Codec<Match> = nest(matchAttrs);
