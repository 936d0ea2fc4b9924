import type { Frame } from "../../message/frame.ts";
import type { Exchange } from "../../socket/exchange.ts";
import { isNetlinkError } from "../../socket/netlink-error.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../uapi/netlink.ts";
import { RTM_DELLINK, RTM_GETLINK, RTM_NEWLINK } from "../../uapi/rtnetlink.ts";
import { type Link, type LinkInput, linkMessage } from "./link-message.ts";

/** Which link: by index, or by name or alternative name. */
export type LinkRef = number | string;

/** Filters that the kernel itself applies (strict checking refuses all others). */
export interface LinkFilter {
  /** Only ports of this bridge, bond or vrf. */
  readonly master?: number | undefined;
  /** Only links of this kind. */
  readonly kind?: string | undefined;
}

/** `ip link` */
export class LinkClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** All links, or those that the filter leaves. */
  async list(filter: LinkFilter = {}): Promise<Link[]> {
    let links: Link[] = [];
    const body: LinkInput = {};
    if (filter.master !== undefined) body.master = filter.master;
    if (filter.kind !== undefined) body.linkinfo = { kind: filter.kind };
    await this.#exchange.dump(
      { type: RTM_GETLINK, codec: linkMessage, body, operation: "list links" },
      {
        onStart: () => {
          links = [];
        },
        onFrame: (frame) => void links.push(decodeLink(frame)),
      },
    );
    return links;
  }

  /** @throws {NetlinkError} ENODEV where there is no such link */
  async get(ref: LinkRef): Promise<Link> {
    let link: Link | undefined;
    await this.#exchange.request(
      { type: RTM_GETLINK, codec: linkMessage, body: select(ref), operation: `get link ${format(ref)}` },
      (frame) => {
        link = decodeLink(frame);
      },
    );
    return link as unknown as Link;
  }

  async find(ref: LinkRef): Promise<Link | undefined> {
    try {
      return await this.get(ref);
    } catch (error) {
      if (isNetlinkError(error, "ENODEV")) return undefined;
      throw error;
    }
  }

  /** @throws {NetlinkError} EEXIST where the name is taken */
  async add(link: LinkInput): Promise<void> {
    await this.#exchange.request({
      type: RTM_NEWLINK,
      flags: NLM_F_CREATE | NLM_F_EXCL,
      codec: linkMessage,
      body: link,
      operation: `add link ${format(link.ifname ?? "")}`,
    });
  }

  /** Changes what `change` names and nothing else. */
  async set(ref: LinkRef, change: LinkInput): Promise<void> {
    await this.#exchange.request({
      type: RTM_NEWLINK,
      codec: linkMessage,
      body: { ...change, ...select(ref) },
      operation: `set link ${format(ref)}`,
    });
  }

  /** @throws {NetlinkError} ENODEV where there is no such link */
  async delete(ref: LinkRef): Promise<void> {
    await this.#exchange.request({
      type: RTM_DELLINK,
      codec: linkMessage,
      body: select(ref),
      operation: `delete link ${format(ref)}`,
    });
  }
}

function decodeLink({ view, start, end }: Frame): Link {
  return linkMessage.decode(view, start, end);
}

/** Names longer than IFNAMSIZ-1 can only be alternative ones; the kernel takes either there. */
function select(ref: LinkRef): LinkInput {
  return typeof ref === "number" ? { index: ref } : { altIfname: ref };
}

function format(ref: LinkRef): string {
  return typeof ref === "number" ? `index ${ref}` : JSON.stringify(ref);
}
