import { agrees, dumpObjects } from "../../../socket/dump-objects.ts";
import type { Exchange } from "../../../socket/exchange.ts";
import { NFT_MSG_GETCHAIN } from "../../../uapi/nf_tables.ts";
import { formatFamily } from "../family.ts";
import { nftType } from "../nft-message.ts";
import { type Chain, type ChainRef, chainMessage } from "./chain.ts";

/** Which chains to list. The kernel filters by family only. */
export interface ChainFilter {
  /** NFPROTO_*; all when left out. */
  readonly family?: number | undefined;
  readonly table?: string | undefined;
}

const decode = (view: DataView, start: number, end: number): Chain =>
  chainMessage.decodeObject(view, start, end) as Chain;

/** `nft list chains` */
export class ChainClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  async list({ family, table }: ChainFilter = {}): Promise<Chain[]> {
    return dumpObjects(
      this.#exchange,
      { type: nftType(NFT_MSG_GETCHAIN), codec: chainMessage, body: { family: family ?? 0 }, operation: "list chains" },
      { decode, accepts: (chain) => agrees({ family, table }, chain) },
    );
  }

  /** @throws {NetlinkError} ENOENT where there is none, or not even the table */
  async get({ family, table, chain }: ChainRef): Promise<Chain> {
    const operation = `get chain ${formatFamily(family)} ${table} ${chain}`;
    return this.#exchange.get(
      { type: nftType(NFT_MSG_GETCHAIN), codec: chainMessage, body: { family, table, name: chain }, operation },
      ({ view, start, end }) => decode(view, start, end),
    );
  }
}
