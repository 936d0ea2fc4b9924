import { openBlockingTransport } from "../../netlink/socket/blocking-transport.ts";
import { Exchange } from "../../netlink/socket/exchange.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { NETLINK_NETFILTER } from "../../netlink/uapi/netlink.ts";

/** An exchange over a socket of NETLINK_NETFILTER, closed with this. */
export interface OpenNetfilter extends Disposable {
  readonly exchange: Exchange;
}

/**
 * A socket of NETLINK_NETFILTER in the host's namespace, for the clients that a plugin needs: nf_tables, iptables and
 * conntrack share one.
 *
 * @throws {LibcError} when it cannot be opened
 */
export async function openNetfilter(): Promise<OpenNetfilter> {
  const exchange = new Exchange(openBlockingTransport({ libc: await loadLibc(), protocol: NETLINK_NETFILTER }));
  return { exchange, [Symbol.dispose]: () => exchange.close() };
}

/**
 * Sockets that are closed together, when all else is done. Closing one of NETLINK_NETFILTER waits until the kernel has freed what
 * transactions of anybody deleted (nft_rcv_nl_event), a grace period of RCU or 8 ms, in which something else can be done.
 */
export class NetfilterSockets implements Disposable {
  readonly #open: OpenNetfilter[] = [];

  /** @throws as {@link openNetfilter} */
  async open(): Promise<Exchange> {
    const netfilter = await openNetfilter();
    this.#open.push(netfilter);
    return netfilter.exchange;
  }

  [Symbol.dispose](): void {
    for (const netfilter of this.#open.splice(0)) netfilter[Symbol.dispose]();
  }
}
