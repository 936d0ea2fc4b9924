import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";
import { unterminated } from "../../../wire/text.ts";

/** Attributes of `objref`. */
export const objrefAttrs = attrSet("NFTA_OBJREF", {
  /** NFT_OBJECT_* */
  immType: attr(uapi.NFTA_OBJREF_IMM_TYPE, be32),
  immName: attr(uapi.NFTA_OBJREF_IMM_NAME, unterminated(uapi.NFT_OBJ_MAXNAMELEN - 1)),
  /** NFT_REG_* */
  setSreg: attr(uapi.NFTA_OBJREF_SET_SREG, be32),
  setName: attr(uapi.NFTA_OBJREF_SET_NAME, unterminated(uapi.NFT_SET_MAXNAMELEN - 1)),
  /** The map of this transaction with that id. */
  setId: attr(uapi.NFTA_OBJREF_SET_ID, be32),
});

/** Uses a stateful object, named here or found in a map. */
export interface Objref extends AttrsOf<typeof objrefAttrs> {}

export const objref: Codec<Objref> = nest(objrefAttrs);
