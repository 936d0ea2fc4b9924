import { dumpObjects } from "../../socket/dump-objects.ts";
import type { Exchange } from "../../socket/exchange.ts";
import { NTF_MASTER, NTF_SELF, NUD_NOARP, NUD_PERMANENT } from "../../uapi/neighbour.ts";
import { NLM_F_APPEND, NLM_F_BULK, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/netlink.ts";
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH } from "../../uapi/rtnetlink.ts";
import { AF_BRIDGE } from "../../uapi/socket.ts";
import { type NeighMessage, type NeighMessageInput, neighMessage } from "./neigh-message.ts";

/** An entry of a forwarding database: behind which link a link-layer address is. */
export interface FdbEntry extends NeighMessage {}

/** A forwarding entry to be added, changed or deleted. The defaults are those of `bridge fdb`. */
export interface FdbInput extends NeighMessageInput {
  /** Index of the link: a port of a bridge, the bridge, or a tunnel. */
  index: number;
  lladdr: string;
  /** NTF_MASTER for the entry of the bridge that the link is a port of; NTF_SELF, the link's own, when left out. */
  flags?: number;
  /** NUD_NOARP is `static`, NUD_REACHABLE `dynamic`; NOARP and PERMANENT, which is `local`, when left out. */
  state?: number;
}

/** Which forwarding entry {@link FdbClient.get} looks for: that of a bridge (`master`), of one of its ports, or of a tunnel. */
export interface FdbRef {
  readonly lladdr: string;
  /** Index of the link. */
  readonly index?: number | undefined;
  /** Index of the bridge. */
  readonly master?: number | undefined;
  readonly vlan?: number | undefined;
  /** With `index`: NTF_MASTER for the entry of the link's bridge, NTF_SELF for its own. */
  readonly flags?: number | undefined;
}

/** All that a dump of forwarding entries can be filtered by. */
export interface FdbFilter {
  /** Only entries of the link with this index. */
  readonly index?: number | undefined;
  /** Only entries of the bridge with this index and its ports. */
  readonly master?: number | undefined;
}

/** Which entries {@link FdbClient.flush} deletes: those that have all that is given. */
export interface FdbFlush {
  /** Index of the bridge or VXLAN link whose database it is. */
  readonly index: number;
  /** Index of the port that the entries belong to. */
  readonly port?: number | undefined;
  readonly vlan?: number | undefined;
  /** NUD_* bits, and which of them count. */
  readonly state?: { readonly value: number; readonly mask: number } | undefined;
  /** NTF_* bits, and which of them count. */
  readonly flags?: { readonly value: number; readonly mask: number } | undefined;
}

/** `bridge fdb` */
export class FdbClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** The entries of all links, or those that the filter leaves. */
  async list({ index, master }: FdbFilter = {}): Promise<FdbEntry[]> {
    const body: NeighMessageInput = { family: AF_BRIDGE };
    if (index !== undefined) body.ifindex = index;
    if (master !== undefined) body.master = master;
    return dumpObjects(
      this.#exchange,
      { type: RTM_GETNEIGH, codec: neighMessage, body, operation: "list forwarding entries" },
      {
        decode: neighMessage.decode,
        // A link's own entries do not say which bridge it is a port of.
        accepts: (entry) =>
          (index === undefined || entry.index === index) &&
          (master === undefined || entry.master === master || (entry.flags & NTF_SELF) !== 0),
      },
    );
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async get({ lladdr, index, master, vlan, flags }: FdbRef): Promise<FdbEntry> {
    const body: NeighMessageInput = { family: AF_BRIDGE, index: index ?? 0, flags: flags ?? 0, lladdr };
    if (master !== undefined) body.master = master;
    if (vlan !== undefined) body.vlan = vlan;
    return this.#exchange.get(
      { type: RTM_GETNEIGH, codec: neighMessage, body, operation: `get forwarding entry ${lladdr}` },
      ({ view, start, end }) => neighMessage.decode(view, start, end),
    );
  }

  /** @throws {NetlinkError} EEXIST where the address has an entry */
  async add(entry: FdbInput): Promise<void> {
    await this.#modify(entry, { verb: "add", type: RTM_NEWNEIGH, flags: NLM_F_CREATE | NLM_F_EXCL });
  }

  /** Another far end for the address, on tunnels that send to several. */
  async append(entry: FdbInput): Promise<void> {
    await this.#modify(entry, { verb: "append", type: RTM_NEWNEIGH, flags: NLM_F_CREATE | NLM_F_APPEND });
  }

  /** Adds the entry or changes the one that is there. */
  async replace(entry: FdbInput): Promise<void> {
    await this.#modify(entry, { verb: "replace", type: RTM_NEWNEIGH, flags: NLM_F_CREATE | NLM_F_REPLACE });
  }

  /** @throws {NetlinkError} ENOENT where there is none */
  async delete(entry: FdbInput): Promise<void> {
    await this.#modify(entry, { verb: "delete", type: RTM_DELNEIGH, flags: 0 });
  }

  /** Deletes all entries that match, in one request (Linux 5.19). */
  async flush({ index, port, vlan, state, flags }: FdbFlush): Promise<void> {
    const body: NeighMessageInput = {
      family: AF_BRIDGE,
      index,
      state: state?.value ?? 0,
      flags: (flags?.value ?? 0) | NTF_SELF,
    };
    if (port !== undefined) body.ifindex = port;
    if (vlan !== undefined) body.vlan = vlan;
    if (state !== undefined) body.ndmStateMask = state.mask;
    if (flags !== undefined) body.ndmFlagsMask = flags.mask;
    await this.#exchange.request({
      type: RTM_DELNEIGH,
      flags: NLM_F_BULK,
      codec: neighMessage,
      body,
      operation: `flush forwarding entries of link index ${index}`,
    });
  }

  async #modify(entry: FdbInput, action: { verb: string; type: number; flags: number }): Promise<void> {
    const { flags = 0, state = NUD_NOARP | NUD_PERMANENT, ...rest } = entry;
    await this.#exchange.request({
      type: action.type,
      flags: action.flags,
      codec: neighMessage,
      body: {
        ...rest,
        family: AF_BRIDGE,
        state,
        flags: (flags & (NTF_SELF | NTF_MASTER)) === 0 ? flags | NTF_SELF : flags,
      },
      operation: `${action.verb} forwarding entry ${entry.lladdr} on link index ${entry.index}`,
    });
  }
}
