import type { Frame } from "../../message/frame.ts";
import type { Exchange } from "../../socket/exchange.ts";
import { isNetlinkError } from "../../socket/netlink-error.ts";
import { type NetnsRef, openNetns } from "../../socket/netns.ts";
import { IFF_PROMISC, IFF_UP } from "../../uapi/if.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL } from "../../uapi/netlink.ts";
import {
  RTEXT_FILTER_SKIP_STATS,
  RTM_DELLINK,
  RTM_DELLINKPROP,
  RTM_GETLINK,
  RTM_NEWLINK,
  RTM_NEWLINKPROP,
} from "../../uapi/rtnetlink.ts";
import type { BridgePort } from "./kinds/bridge-port.ts";
import type { Link, LinkCodec, LinkInput } from "./link-message.ts";
import { formatLinkRef, type LinkRef, selectLink } from "./link-ref.ts";

/** Filters that the kernel itself applies (strict checking refuses all others). */
export interface LinkFilter {
  /** AF_BRIDGE lists ports as `bridge link` does, AF_INET6 what IPv6 keeps of links; no other filter goes with these. */
  readonly family?: number | undefined;
  /** Only ports of this bridge, bond or vrf, by index. */
  readonly master?: number | undefined;
  /** Only links of this kind. */
  readonly kind?: string | undefined;
  /** Links of the namespace that has this id here, instead of this one's (`ip -d link show target-nsid`). */
  readonly targetNetnsid?: number | undefined;
  /** `false` leaves out the counters that the kernel can leave out: those of IPv6, a fifth of what is reported. */
  readonly stats?: boolean | undefined;
}

/** IFF_* bits to be set and cleared. */
export interface FlagChange {
  readonly set?: number | undefined;
  readonly clear?: number | undefined;
}

/** `ip link` */
export class LinkClient {
  readonly #exchange: Exchange;
  readonly #codec: LinkCodec;

  /** @param codec `linkMessage`, or an extract of it */
  constructor(exchange: Exchange, codec: LinkCodec) {
    this.#exchange = exchange;
    this.#codec = codec;
  }

  /** All links, or those that the filter leaves. */
  async list(filter: LinkFilter = {}): Promise<Link[]> {
    let links: Link[] = [];
    const body: LinkInput = {};
    if (filter.family !== undefined) body.family = filter.family;
    if (filter.targetNetnsid !== undefined) body.targetNetnsid = filter.targetNetnsid;
    if (filter.master !== undefined) body.master = filter.master;
    if (filter.kind !== undefined) body.linkinfo = { kind: filter.kind };
    if (filter.stats === false) body.extMask = RTEXT_FILTER_SKIP_STATS;
    await this.#exchange.dump(
      { type: RTM_GETLINK, codec: this.#codec, body, operation: "list links" },
      {
        onStart: () => {
          links = [];
        },
        onFrame: (frame) => void links.push(this.#decode(frame)),
      },
    );
    return links;
  }

  /** @throws {NetlinkError} ENODEV where there is no such link */
  async get(ref: LinkRef): Promise<Link> {
    return this.#exchange.get(
      { type: RTM_GETLINK, codec: this.#codec, body: selectLink(ref), operation: `get link ${formatLinkRef(ref)}` },
      (frame) => this.#decode(frame),
    );
  }

  async find(ref: LinkRef): Promise<Link | undefined> {
    try {
      return await this.get(ref);
    } catch (error) {
      if (isNetlinkError(error, "ENODEV")) return undefined;
      throw error;
    }
  }

  /** The index of a link; asks the kernel only for names. @throws {NetlinkError} ENODEV */
  async indexOf(ref: LinkRef): Promise<number> {
    return typeof ref === "number" ? ref : (await this.get(ref)).index;
  }

  /** @throws {NetlinkError} EEXIST where the name is taken */
  async add(link: LinkInput): Promise<void> {
    await this.#exchange.request({
      type: RTM_NEWLINK,
      flags: NLM_F_CREATE | NLM_F_EXCL,
      codec: this.#codec,
      body: link,
      operation: `add link ${formatLinkRef(link.ifname ?? "")}`,
    });
  }

  /** Changes what `change` names and nothing else. `ifname` renames: from Linux 6.2 also a link that is up. */
  async set(ref: LinkRef, change: LinkInput): Promise<void> {
    // A request with a name and no index means the link of that name, so a new name needs the index.
    const selection = change.ifname === undefined ? selectLink(ref) : { index: await this.indexOf(ref) };
    await this.#exchange.request({
      type: RTM_NEWLINK,
      codec: this.#codec,
      body: { ...change, ...selection },
      operation: `set link ${formatLinkRef(ref)}`,
    });
  }

  /** Sets and clears IFF_* bits and leaves the others as they are. */
  async setFlags(ref: LinkRef, { set = 0, clear = 0 }: FlagChange): Promise<void> {
    await this.set(ref, { flags: set, change: (set | clear) >>> 0 });
  }

  async up(ref: LinkRef): Promise<void> {
    await this.setFlags(ref, { set: IFF_UP });
  }

  async down(ref: LinkRef): Promise<void> {
    await this.setFlags(ref, { clear: IFF_UP });
  }

  async setPromisc(ref: LinkRef, on: boolean): Promise<void> {
    await this.setFlags(ref, on ? { set: IFF_PROMISC } : { clear: IFF_PROMISC });
  }

  /** Moves a link to another namespace, with a new name there if one is given. It arrives down and without addresses. */
  async moveToNetns(ref: LinkRef, netns: NetnsRef, { ifname }: { ifname?: string | undefined } = {}): Promise<void> {
    using target = typeof netns === "string" ? openNetns(netns) : undefined;
    const netNsFd = target?.fd ?? (netns as number);
    await this.set(ref, ifname === undefined ? { netNsFd } : { netNsFd, ifname });
  }

  /**
   * Changes a port of a bridge: `{ mode: true }` is hairpin, `{ isolated: true }`, … The link must already have its master.
   * @throws {NetlinkError} EOPNOTSUPP where it is no port of anything
   */
  async setBridgePort(ref: LinkRef, port: BridgePort): Promise<void> {
    await this.set(ref, { linkinfo: { slaveKind: "bridge", slaveData: port } });
  }

  /** @throws {NetlinkError} EEXIST where a name is taken; the names before it are then in place */
  async addAltnames(ref: LinkRef, names: readonly string[]): Promise<void> {
    await this.#exchange.request({
      type: RTM_NEWLINKPROP,
      flags: NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND,
      codec: this.#codec,
      body: { ...selectLink(ref), propList: { altIfname: [...names] } },
      operation: `add alternative names to link ${formatLinkRef(ref)}`,
    });
  }

  async deleteAltnames(ref: LinkRef, names: readonly string[]): Promise<void> {
    await this.#exchange.request({
      type: RTM_DELLINKPROP,
      codec: this.#codec,
      body: { ...selectLink(ref), propList: { altIfname: [...names] } },
      operation: `delete alternative names of link ${formatLinkRef(ref)}`,
    });
  }

  /** @throws {NetlinkError} ENODEV where there is no such link */
  async delete(ref: LinkRef): Promise<void> {
    await this.#exchange.request({
      type: RTM_DELLINK,
      codec: this.#codec,
      body: selectLink(ref),
      operation: `delete link ${formatLinkRef(ref)}`,
    });
  }

  #decode({ view, start, end }: Frame): Link {
    return this.#codec.decode(view, start, end);
  }
}
