import type { ActionClient } from "../../netlink/route/action/action-client.ts";
import { AddrClient } from "../../netlink/route/addr/addr-client.ts";
import type { FilterClient } from "../../netlink/route/filter/filter-client.ts";
import type { BridgeVlanClient } from "../../netlink/route/link/bridge-vlan-client.ts";
import { briefLink } from "../../netlink/route/link/brief-link.ts";
import { LinkClient } from "../../netlink/route/link/link-client.ts";
import type { QdiscClient } from "../../netlink/route/qdisc/qdisc-client.ts";
import { IpRouteClient } from "../../netlink/route/route/ip-route-client.ts";
import { openBlockingTransport } from "../../netlink/socket/blocking-transport.ts";
import { Exchange, type Request } from "../../netlink/socket/exchange.ts";
import type { Libc } from "../../netlink/socket/libc.ts";
import type { NetlinkError } from "../../netlink/socket/netlink-error.ts";
import type { NetnsRef } from "../../netlink/socket/netns.ts";
import { NETLINK_ROUTE } from "../../netlink/uapi/netlink.ts";

/** `tc`, as far as plugins need it. */
export interface TcClients {
  readonly qdisc: QdiscClient;
  readonly filter: FilterClient;
}

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

  /** Loaded when a configuration limits the bandwidth. */
  async openTc(): Promise<TcClients> {
    const { QdiscClient } = await import("../../netlink/route/qdisc/qdisc-client.ts");
    const { FilterClient } = await import("../../netlink/route/filter/filter-client.ts");
    return { qdisc: new QdiscClient(this.#exchange), filter: new FilterClient(this.#exchange) };
  }

  /** Loaded when garbage is collected. */
  async openAction(): Promise<ActionClient> {
    const { ActionClient } = await import("../../netlink/route/action/action-client.ts");
    return new ActionClient(this.#exchange);
  }

  /** Several requests in one send; the error, or undefined, of each. @throws as `Exchange.batch` */
  async batch(requests: readonly Request[]): Promise<readonly (NetlinkError | undefined)[]> {
    return this.#exchange.batch(requests);
  }

  [Symbol.dispose](): void {
    this.#exchange.close();
  }
}
