import { NLM_F_CREATE, NLM_F_EXCL } from "../../../uapi/netlink.ts";
import {
  NFT_MSG_DELTABLE,
  NFT_MSG_DESTROYTABLE,
  NFT_MSG_NEWTABLE,
  NFT_TABLE_MAXNAMELEN,
  NFTA_TABLE_FLAGS,
  NFTA_TABLE_HANDLE,
  NFTA_TABLE_NAME,
  NFTA_TABLE_OWNER,
  NFTA_TABLE_USE,
  NFTA_TABLE_USERDATA,
} from "../../../uapi/nf_tables.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import { be32, be64 } from "../../../wire/scalars.ts";
import { str } from "../../../wire/text.ts";
import { commentUserdata } from "../comment.ts";
import { formatFamily } from "../family.ts";
import { type NftCodec, type NftObject, nftCodec } from "../nft-message.ts";
import { type Operation, operation } from "../transaction/operation.ts";

/** Attributes of tables (enum nft_table_attributes, linux/netfilter/nf_tables.h). */
export const tableAttrs = attrSet("NFTA_TABLE", {
  name: attr(NFTA_TABLE_NAME, str(NFT_TABLE_MAXNAMELEN - 1)),
  /** NFT_TABLE_F_* */
  flags: attr(NFTA_TABLE_FLAGS, be32),
  /** How many chains, sets, objects and flowtables it has. */
  use: attr(NFTA_TABLE_USE, be32),
  handle: attr(NFTA_TABLE_HANDLE, be64),
  userdata: attr(NFTA_TABLE_USERDATA, commentUserdata),
  /** Port id of the socket that it belongs to, with NFT_TABLE_F_OWNER. */
  owner: attr(NFTA_TABLE_OWNER, be32),
});

/** A table as the kernel reports it, or to be added. */
export interface Table extends NftObject<typeof tableAttrs> {
  name: string;
}

/** A table by its name. */
export interface TableRef {
  /** NFPROTO_* */
  readonly family: number;
  readonly table: string;
}

export const tableMessage: NftCodec<typeof tableAttrs> = nftCodec(tableAttrs);

/** Adds a table unless it is there; the userdata and flags of one that is there stay. */
export function addTable(table: Table): Operation {
  return tableOperation("add", NFT_MSG_NEWTABLE, table, NLM_F_CREATE);
}

/** Adds a table; EEXIST where it is there. */
export function createTable(table: Table): Operation {
  return tableOperation("create", NFT_MSG_NEWTABLE, table, NLM_F_CREATE | NLM_F_EXCL);
}

/** Deletes a table and all that is in it; ENOENT where there is none. */
export function deleteTable({ family, table }: TableRef): Operation {
  return tableOperation("delete", NFT_MSG_DELTABLE, { family, name: table });
}

/** Deletes a table if it is there. Linux 6.3; for older kernels, {@link addTable} and {@link deleteTable} one after the other. */
export function destroyTable({ family, table }: TableRef): Operation {
  return tableOperation("destroy", NFT_MSG_DESTROYTABLE, { family, name: table });
}

function tableOperation(verb: string, message: number, body: Table, flags = 0): Operation {
  const words = `${verb} table ${formatFamily(body.family)} ${body.name}`;
  return operation({ message, flags, codec: tableMessage, body, operation: words });
}
