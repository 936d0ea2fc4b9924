import { briefLink } from "../../netlink/route/link/brief-link.ts";
import { LinkClient } from "../../netlink/route/link/link-client.ts";
import type { Link, LinkInput } from "../../netlink/route/link/link-message.ts";
import { openBlockingTransport } from "../../netlink/socket/blocking-transport.ts";
import { Exchange } from "../../netlink/socket/exchange.ts";
import { NETLINK_ROUTE } from "../../netlink/uapi/netlink.ts";
import type { Namespace } from "../shared/side.ts";

/** The container's interface as it was found, and a socket to change it over: a `Side` without addresses and routes. */
export class ContainerLink implements Disposable {
  readonly link: Link;
  readonly #namespace: Namespace;
  #exchange: Exchange;

  private constructor({ link, namespace, exchange }: { link: Link; namespace: Namespace; exchange: Exchange }) {
    this.link = link;
    this.#namespace = namespace;
    this.#exchange = exchange;
  }

  /**
   * The namespace stays its owner's.
   * @throws {NetlinkError} ENODEV where it has no such interface
   */
  static async open(namespace: Namespace, ifname: string): Promise<ContainerLink> {
    const exchange = openExchange(namespace);
    try {
      return new ContainerLink({ link: await new LinkClient(exchange, briefLink).get(ifname), namespace, exchange });
    } catch (error) {
      exchange.close();
      throw error;
    }
  }

  async set(change: LinkInput): Promise<void> {
    await new LinkClient(this.#exchange, briefLink).set(this.link.index, change);
  }

  /** Goes on with a new socket, if there is one to be had. */
  async renew(): Promise<void> {
    try {
      const exchange = openExchange(this.#namespace);
      this.#exchange.close();
      this.#exchange = exchange;
    } catch {}
  }

  [Symbol.dispose](): void {
    this.#exchange.close();
  }
}

function openExchange({ libc, netns }: Namespace): Exchange {
  return new Exchange(openBlockingTransport({ libc, protocol: NETLINK_ROUTE, netns: netns.fd }));
}
