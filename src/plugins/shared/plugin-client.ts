import { AddrClient } from "../../netlink/route/addr/addr-client.ts";
import type { BridgeVlanClient } from "../../netlink/route/link/bridge-vlan-client.ts";
import { briefLink } from "../../netlink/route/link/brief-link.ts";
import { LinkClient } from "../../netlink/route/link/link-client.ts";
import { IpRouteClient } from "../../netlink/route/route/ip-route-client.ts";
import { openBlockingTransport } from "../../netlink/socket/blocking-transport.ts";
import { Exchange } from "../../netlink/socket/exchange.ts";
import type { Libc } from "../../netlink/socket/libc.ts";
import type { NetnsRef } from "../../netlink/socket/netns.ts";
import { NETLINK_ROUTE } from "../../netlink/uapi/netlink.ts";

/** As much of NETLINK_ROUTE as plugins need: `RouteClient` without what a short process would load in vain. */
export class PluginClient implements Disposable {
  readonly link: LinkClient;
  readonly addr: AddrClient;
  readonly route: IpRouteClient;
  readonly #exchange: Exchange;

  /** @throws {LibcError} {@link NetnsError} when socket or namespace cannot be opened */
  constructor(libc: Libc, netns: NetnsRef) {
    this.#exchange = new Exchange(openBlockingTransport({ libc, protocol: NETLINK_ROUTE, netns }));
    this.link = new LinkClient(this.#exchange, briefLink);
    this.addr = new AddrClient(this.#exchange);
    this.route = new IpRouteClient(this.#exchange);
  }

  /** Loaded when a configuration names VLANs. */
  async openBridgeVlan(): Promise<BridgeVlanClient> {
    const { BridgeVlanClient } = await import("../../netlink/route/link/bridge-vlan-client.ts");
    return new BridgeVlanClient(this.#exchange, this.link);
  }

  [Symbol.dispose](): void {
    this.#exchange.close();
  }
}
