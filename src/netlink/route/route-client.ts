import { openBlockingTransport } from "../socket/blocking-transport.ts";
import { Exchange, type WarningHandler } from "../socket/exchange.ts";
import { loadLibc } from "../socket/load-libc.ts";
import type { NetnsRef } from "../socket/netns.ts";
import type { Transport } from "../socket/transport.ts";
import { NETLINK_ROUTE } from "../uapi/netlink.ts";
import { ActionClient } from "./action/action-client.ts";
import { AddrClient } from "./addr/addr-client.ts";
import { ClassClient } from "./class/class-client.ts";
import { FilterClient } from "./filter/filter-client.ts";
import { BridgeVlanClient } from "./link/bridge-vlan-client.ts";
import { LinkClient } from "./link/link-client.ts";
import { linkMessage } from "./link/link-message.ts";
import { FdbClient } from "./neigh/fdb-client.ts";
import { NeighClient } from "./neigh/neigh-client.ts";
import { NsidClient } from "./nsid/nsid-client.ts";
import { QdiscClient } from "./qdisc/qdisc-client.ts";
import { IpRouteClient } from "./route/ip-route-client.ts";
import { RuleClient } from "./rule/rule-client.ts";

export interface RouteClientOptions {
  /** The namespace to work in; this thread's own when left out. */
  readonly netns?: NetnsRef | undefined;
  readonly timeoutMs?: number | undefined;
  /** Told of remarks that the kernel makes on requests it carries out. */
  readonly onWarning?: WarningHandler | undefined;
}

/** NETLINK_ROUTE in one namespace; its members are the sub-commands of `ip` and `tc`. */
export class RouteClient implements Disposable {
  readonly link: LinkClient;
  readonly bridgeVlan: BridgeVlanClient;
  readonly addr: AddrClient;
  readonly route: IpRouteClient;
  readonly neigh: NeighClient;
  readonly fdb: FdbClient;
  readonly rule: RuleClient;
  readonly nsid: NsidClient;
  readonly qdisc: QdiscClient;
  readonly class: ClassClient;
  readonly filter: FilterClient;
  readonly action: ActionClient;
  readonly #exchange: Exchange;

  constructor(transport: Transport, { onWarning }: Pick<RouteClientOptions, "onWarning"> = {}) {
    this.#exchange = new Exchange(transport, { onWarning });
    this.link = new LinkClient(this.#exchange, linkMessage);
    this.bridgeVlan = new BridgeVlanClient(this.#exchange, this.link);
    this.addr = new AddrClient(this.#exchange);
    this.route = new IpRouteClient(this.#exchange);
    this.neigh = new NeighClient(this.#exchange);
    this.fdb = new FdbClient(this.#exchange);
    this.rule = new RuleClient(this.#exchange);
    this.nsid = new NsidClient(this.#exchange);
    this.qdisc = new QdiscClient(this.#exchange);
    this.class = new ClassClient(this.#exchange);
    this.filter = new FilterClient(this.#exchange);
    this.action = new ActionClient(this.#exchange);
  }

  [Symbol.dispose](): void {
    this.#exchange.close();
  }
}

/**
 * Opens a client over a blocking socket.
 * @throws {LibcError} {@link NetnsError} when socket or namespace cannot be opened
 */
export async function openRouteClient(options: RouteClientOptions = {}): Promise<RouteClient> {
  const libc = await loadLibc();
  return new RouteClient(openBlockingTransport({ libc, protocol: NETLINK_ROUTE, ...options }), options);
}
