import { agrees, dumpObjects } from "../../../socket/dump-objects.ts";
import type { Exchange } from "../../../socket/exchange.ts";
import { NFT_MSG_GETSET, NFT_MSG_GETSETELEM } from "../../../uapi/nf_tables.ts";
import { formatFamily } from "../family.ts";
import { nftType } from "../nft-message.ts";
import { elementListMessage, type SetElement } from "./element.ts";
import { type NftSet, type SetRef, setMessage } from "./set.ts";

/** Which sets to list: the kernel filters by both. */
export interface SetFilter {
  /** NFPROTO_*; all when left out. */
  readonly family?: number | undefined;
  readonly table?: string | undefined;
}

const decode = (view: DataView, start: number, end: number): NftSet =>
  setMessage.decodeObject(view, start, end) as NftSet;

const decodeElements = (view: DataView, start: number, end: number): SetElement[] =>
  elementListMessage.decode(view, start, end).elements ?? [];

/** `nft list sets`, `nft list maps`, and their elements. */
export class SetClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /**
   * Sets and maps, without their elements.
   * @throws {NetlinkError} ENOENT where there is no such table
   */
  async list({ family, table }: SetFilter = {}): Promise<NftSet[]> {
    return dumpObjects(
      this.#exchange,
      {
        type: nftType(NFT_MSG_GETSET),
        codec: setMessage,
        body: { family: family ?? 0, table },
        operation: "list sets",
      },
      { decode, accepts: (set) => agrees({ family, table }, set) },
    );
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async get({ family, table, set }: SetRef): Promise<NftSet> {
    const operation = `get set ${formatFamily(family)} ${table} ${set}`;
    return this.#exchange.get(
      { type: nftType(NFT_MSG_GETSET), codec: setMessage, body: { family, table, name: set }, operation },
      ({ view, start, end }) => decode(view, start, end),
    );
  }

  /**
   * All elements of one set.
   * @throws {NetlinkError} ENOENT where there is no such set
   */
  async elements({ family, table, set }: SetRef): Promise<SetElement[]> {
    const operation = `list elements of ${formatFamily(family)} ${table} ${set}`;
    const lists = await dumpObjects(
      this.#exchange,
      { type: nftType(NFT_MSG_GETSETELEM), codec: elementListMessage, body: { family, table, set }, operation },
      { decode: decodeElements, accepts: () => true },
    );
    return lists.flat();
  }

  /**
   * The element with a key; of an interval set, the interval that the key lies in.
   * @throws {NetlinkError} ENOENT where there is none
   */
  async getElement({ family, table, set }: SetRef, key: SetElement): Promise<SetElement | undefined> {
    const operation = `get element of ${formatFamily(family)} ${table} ${set}`;
    const body = { family, table, set, elements: [key] };
    const [found] = await this.#exchange.get(
      { type: nftType(NFT_MSG_GETSETELEM), codec: elementListMessage, body, operation },
      ({ view, start, end }) => decodeElements(view, start, end),
    );
    return found;
  }
}
