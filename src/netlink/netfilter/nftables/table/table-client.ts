import { agrees, dumpObjects } from "../../../socket/dump-objects.ts";
import type { Exchange } from "../../../socket/exchange.ts";
import { NFT_MSG_GETTABLE } from "../../../uapi/nf_tables.ts";
import { formatFamily } from "../family.ts";
import { nftType } from "../nft-message.ts";
import { type Table, type TableRef, tableMessage } from "./table.ts";

const decode = (view: DataView, start: number, end: number): Table =>
  tableMessage.decodeObject(view, start, end) as Table;

/** `nft list tables` */
export class TableClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** @param filter.family NFPROTO_*; all when left out */
  async list({ family }: { readonly family?: number | undefined } = {}): Promise<Table[]> {
    return dumpObjects(
      this.#exchange,
      { type: nftType(NFT_MSG_GETTABLE), codec: tableMessage, body: { family: family ?? 0 }, operation: "list tables" },
      { decode, accepts: (table) => agrees({ family }, table) },
    );
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async get({ family, table }: TableRef): Promise<Table> {
    const operation = `get table ${formatFamily(family)} ${table}`;
    return this.#exchange.get(
      { type: nftType(NFT_MSG_GETTABLE), codec: tableMessage, body: { family, name: table }, operation },
      ({ view, start, end }) => decode(view, start, end),
    );
  }
}
