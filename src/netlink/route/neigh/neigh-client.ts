import { agrees, dumpObjects } from "../../socket/dump-objects.ts";
import type { Exchange } from "../../socket/exchange.ts";
import { NTF_PROXY, NUD_NONE, NUD_PERMANENT } from "../../uapi/neighbour.ts";
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/netlink.ts";
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH } from "../../uapi/rtnetlink.ts";
import { WireError } from "../../wire/codec.ts";
import { findAddressFamily } from "../prefix-text.ts";
import { type NeighMessage, type NeighMessageInput, neighMessage } from "./neigh-message.ts";

/** A neighbour: which link-layer address an IP address has on a link. */
export interface Neigh extends NeighMessage {}

/** A neighbour to be added, changed or deleted: what is left out is not sent. */
export interface NeighInput extends NeighMessageInput {
  /** Index of the link. */
  index: number;
  dst: string;
  /** NUD_*; when left out PERMANENT, or NONE where the kernel is to find `lladdr` by itself. */
  state?: number;
}

/** Which neighbour. */
export interface NeighRef {
  /** Index of the link. */
  readonly index: number;
  readonly dst: string;
  /** The proxy entry for the address. */
  readonly proxy?: boolean | undefined;
}

/** All that a dump of neighbours can be filtered by. */
export interface NeighFilter {
  /** AF_INET or AF_INET6; both when left out. */
  readonly family?: number | undefined;
  /** Only neighbours on the link with this index. */
  readonly index?: number | undefined;
  /** Only neighbours on ports of the bridge, bond or vrf with this index (Linux 4.4). */
  readonly master?: number | undefined;
  /** The addresses for which this machine answers instead of the neighbours. */
  readonly proxy?: boolean | undefined;
}

/** `ip neighbour` */
export class NeighClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** All neighbours, also those in state NUD_NOARP and NUD_FAILED, or those that the filter leaves. */
  async list({ family, index, master, proxy }: NeighFilter = {}): Promise<Neigh[]> {
    const body: NeighMessageInput = { family: family ?? 0 };
    if (proxy === true) body.flags = NTF_PROXY;
    if (index !== undefined) body.ifindex = index;
    if (master !== undefined) body.master = master;
    return dumpObjects(
      this.#exchange,
      { type: RTM_GETNEIGH, codec: neighMessage, body, operation: "list neighbours" },
      { decode: neighMessage.decode, accepts: (neigh) => agrees({ family, index }, neigh) },
    );
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async get({ index, dst, proxy }: NeighRef): Promise<Neigh> {
    const body: NeighMessageInput = { family: familyOf(dst), index, dst };
    if (proxy === true) body.flags = NTF_PROXY;
    return this.#exchange.get(
      { type: RTM_GETNEIGH, codec: neighMessage, body, operation: `get neighbour ${dst} on link index ${index}` },
      ({ view, start, end }) => neighMessage.decode(view, start, end),
    );
  }

  /** @throws {NetlinkError} EEXIST where the link has an entry for the address */
  async add(neigh: NeighInput): Promise<void> {
    await this.#modify(neigh, { verb: "add", type: RTM_NEWNEIGH, flags: NLM_F_CREATE | NLM_F_EXCL });
  }

  /** Adds the neighbour or changes the one that is there. */
  async replace(neigh: NeighInput): Promise<void> {
    await this.#modify(neigh, { verb: "replace", type: RTM_NEWNEIGH, flags: NLM_F_CREATE | NLM_F_REPLACE });
  }

  /** @throws {NetlinkError} ENOENT where there is none to change */
  async change(neigh: NeighInput): Promise<void> {
    await this.#modify(neigh, { verb: "change", type: RTM_NEWNEIGH, flags: NLM_F_REPLACE });
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async delete({ index, dst, proxy }: NeighRef): Promise<void> {
    const neigh = { index, dst, state: NUD_PERMANENT, flags: proxy === true ? NTF_PROXY : 0 };
    await this.#modify(neigh, { verb: "delete", type: RTM_DELNEIGH, flags: 0 });
  }

  async #modify(neigh: NeighInput, action: { verb: string; type: number; flags: number }): Promise<void> {
    const unresolved = neigh.lladdr === undefined && ((neigh.flags ?? 0) & NTF_PROXY) === 0;
    await this.#exchange.request({
      type: action.type,
      flags: action.flags,
      codec: neighMessage,
      body: { state: unresolved ? NUD_NONE : NUD_PERMANENT, ...neigh, family: familyOf(neigh.dst) },
      operation: `${action.verb} neighbour ${neigh.dst} on link index ${neigh.index}`,
    });
  }
}

/** @throws {WireError} where the text is no address. */
function familyOf(dst: string): number {
  const family = findAddressFamily(dst);
  if (family === undefined) throw new WireError(`expected an IP address, got ${JSON.stringify(dst)}`, ["dst"]);
  return family;
}
