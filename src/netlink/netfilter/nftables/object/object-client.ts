import { agrees, dumpObjects } from "../../../socket/dump-objects.ts";
import type { Exchange } from "../../../socket/exchange.ts";
import { NFT_MSG_GETOBJ, NFT_MSG_GETOBJ_RESET } from "../../../uapi/nf_tables.ts";
import { formatFamily } from "../family.ts";
import { nftType } from "../nft-message.ts";
import { type ObjectRef, objectMessage, type StatefulObject } from "./object.ts";
import { formatObjectType } from "./object-kinds.ts";

/** Which objects to list: the kernel filters by all of these. */
export interface ObjectFilter {
  /** NFPROTO_*; all when left out. */
  readonly family?: number | undefined;
  readonly table?: string | undefined;
  /** NFT_OBJECT_* */
  readonly type?: number | undefined;
}

const decode = (view: DataView, start: number, end: number): StatefulObject =>
  objectMessage.decodeObject(view, start, end) as StatefulObject;

/** `nft list counters`, `nft list quotas`, … */
export class ObjectClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  async list({ family, table, type }: ObjectFilter = {}): Promise<StatefulObject[]> {
    const body = { family: family ?? 0, table, type };
    return dumpObjects(
      this.#exchange,
      { type: nftType(NFT_MSG_GETOBJ), codec: objectMessage, body, operation: "list objects" },
      { decode, accepts: (object) => agrees({ family, table, type }, object) },
    );
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async get(ref: ObjectRef): Promise<StatefulObject> {
    return this.#get("get", NFT_MSG_GETOBJ, ref);
  }

  /** The object as it is, and at once as new: counters and quotas begin at 0 again. */
  async reset(ref: ObjectRef): Promise<StatefulObject> {
    return this.#get("reset", NFT_MSG_GETOBJ_RESET, ref);
  }

  async #get(verb: string, message: number, { family, table, object, type }: ObjectRef): Promise<StatefulObject> {
    const operation = `${verb} ${formatObjectType(type)} ${formatFamily(family)} ${table} ${object}`;
    const body = { family, table, name: object, type };
    return this.#exchange.get(
      { type: nftType(message), codec: objectMessage, body, operation },
      ({ view, start, end }) => decode(view, start, end),
    );
  }
}
