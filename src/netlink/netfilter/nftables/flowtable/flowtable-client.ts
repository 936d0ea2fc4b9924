import { agrees, dumpObjects } from "../../../socket/dump-objects.ts";
import type { Exchange } from "../../../socket/exchange.ts";
import { NFT_MSG_GETFLOWTABLE } from "../../../uapi/nf_tables.ts";
import { formatFamily } from "../family.ts";
import { nftType } from "../nft-message.ts";
import { type Flowtable, type FlowtableRef, flowtableMessage } from "./flowtable.ts";

/** Which flowtables to list: the kernel filters by both. */
export interface FlowtableFilter {
  /** NFPROTO_*; all when left out. */
  readonly family?: number | undefined;
  readonly table?: string | undefined;
}

const decode = (view: DataView, start: number, end: number): Flowtable =>
  flowtableMessage.decodeObject(view, start, end) as Flowtable;

/** `nft list flowtables` */
export class FlowtableClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  async list({ family, table }: FlowtableFilter = {}): Promise<Flowtable[]> {
    const body = { family: family ?? 0, table };
    return dumpObjects(
      this.#exchange,
      { type: nftType(NFT_MSG_GETFLOWTABLE), codec: flowtableMessage, body, operation: "list flowtables" },
      { decode, accepts: (flowtable) => agrees({ family, table }, flowtable) },
    );
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async get({ family, table, flowtable }: FlowtableRef): Promise<Flowtable> {
    const operation = `get flowtable ${formatFamily(family)} ${table} ${flowtable}`;
    const body = { family, table, name: flowtable };
    return this.#exchange.get(
      { type: nftType(NFT_MSG_GETFLOWTABLE), codec: flowtableMessage, body, operation },
      ({ view, start, end }) => decode(view, start, end),
    );
  }
}
