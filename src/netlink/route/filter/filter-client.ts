import { agrees, dumpObjects } from "../../socket/dump-objects.ts";
import type { Exchange, Request } from "../../socket/exchange.ts";
import { ETH_P_ALL } from "../../uapi/if_ether.ts";
import { RTM_DELTFILTER, RTM_GETTFILTER, RTM_NEWTFILTER } from "../../uapi/rtnetlink.ts";
import { formatTcHandle } from "../tc/tc-handle.ts";
import { type TcVerb, tcVerbFlags } from "../tc/tc-verb.ts";
import { decodeFilter, type Filter, type FilterInput, filterToMessage } from "./filter.ts";
import { filterMessage } from "./filter-message.ts";

/** What a list of filters is narrowed down by; the kernel lists those of one link and parent. */
export interface FilterFilter {
  /** Of the link. */
  readonly index: number;
  /** A qdisc or class, or TC_H_MIN_INGRESS and _EGRESS of clsact; the qdisc at the root when left out. */
  readonly parent?: number | undefined;
  readonly protocol?: number | undefined;
  readonly prio?: number | undefined;
  readonly chain?: number | undefined;
}

/** `tc filter` */
export class FilterClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** In the order in which they are asked. The tables of u32 are among them. */
  async list({ index, parent = 0, protocol = 0, prio = 0, chain }: FilterFilter): Promise<Filter[]> {
    const body = filterToMessage({ index, parent, protocol, prio, ...(chain === undefined ? {} : { chain }) });
    const wanted = { protocol: protocol || undefined, prio: prio || undefined, chain };
    return dumpObjects(
      this.#exchange,
      { type: RTM_GETTFILTER, codec: filterMessage, body, operation: `list filters of link ${index}` },
      { decode: decodeFilter, accepts: (found) => agrees(wanted, found) },
    );
  }

  /** @throws {NetlinkError} EEXIST where the handle is taken */
  async add(filter: FilterInput): Promise<void> {
    await this.#exchange.request(this.request("add", filter));
  }

  /** Puts it in the place of the one of this priority and handle, if there is one. */
  async replace(filter: FilterInput): Promise<void> {
    await this.#exchange.request(this.request("replace", filter));
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async change(filter: FilterInput): Promise<void> {
    await this.#exchange.request(this.request("change", filter));
  }

  /** Without a handle all of the priority, without a priority all of the parent. @throws {NetlinkError} ENOENT */
  async delete(filter: FilterInput): Promise<void> {
    await this.#exchange.request(this.request("delete", filter));
  }

  /** The request alone, for a batch. */
  request(verb: TcVerb, filter: FilterInput): Request {
    const isMade = verb === "add" || verb === "replace";
    return {
      type: verb === "delete" ? RTM_DELTFILTER : RTM_NEWTFILTER,
      flags: tcVerbFlags[verb],
      codec: filterMessage,
      body: filterToMessage(isMade ? { protocol: ETH_P_ALL, ...filter } : filter),
      operation: `${verb} filter ${format(filter)}`,
    };
  }
}

/** `u32 pref 1 parent ffff: of link 3` */
function format({ kind, prio, parent, index = 0 }: FilterInput): string {
  const words = [kind ?? "", prio === undefined ? "" : `pref ${prio}`];
  if (parent !== undefined) words.push(`parent ${formatTcHandle(parent)}`);
  return [...words, `of link ${index}`].filter((word) => word !== "").join(" ");
}
