import { openBlockingTransport } from "../../netlink/socket/blocking-transport.ts";
import { Exchange } from "../../netlink/socket/exchange.ts";
import { type Libc, LOCK_EX, LOCK_NB } from "../../netlink/socket/libc.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { type Netns, openOwnNetns } from "../../netlink/socket/netns.ts";
import { pauseAfter } from "../../netlink/socket/pause.ts";
import { EAGAIN } from "../../netlink/uapi/errno.ts";
import { NETLINK_NETFILTER } from "../../netlink/uapi/netlink.ts";

/** An exchange over a socket of NETLINK_NETFILTER, closed with this. */
export interface OpenNetfilter extends Disposable {
  readonly exchange: Exchange;
}

/** After that a plugin goes on without its turn: others are then in each other's way, and nothing worse. */
const TURN_TIMEOUT_MS = 10_000;

/**
 * A socket of NETLINK_NETFILTER in the host's namespace, for the clients that a plugin needs: nf_tables, iptables and
 * conntrack share one. Plugins take turns: each change of the ruleset makes all others look again, so that many containers
 * at once would spend their time on that.
 *
 * @throws {LibcError} {@link NetnsError} when it cannot be opened
 */
export async function openNetfilter(): Promise<OpenNetfilter> {
  const libc = await loadLibc();
  const turn = await takeTurn(libc);
  try {
    const exchange = new Exchange(openBlockingTransport({ libc, protocol: NETLINK_NETFILTER }));
    return {
      exchange,
      [Symbol.dispose]() {
        exchange.close();
        turn[Symbol.dispose]();
      },
    };
  } catch (error) {
    turn[Symbol.dispose]();
    throw error;
  }
}

/**
 * Waits for flock(2) on the namespace itself, which is the same inode for everybody in it: a lock of this host that needs
 * no file. It waits without blocking the thread, which may be the holder's.
 */
async function takeTurn(libc: Libc): Promise<Netns> {
  const turn = openOwnNetns();
  const deadline = performance.now() + TURN_TIMEOUT_MS;
  for (let attempt = 1; libc.flock(turn.fd, LOCK_EX | LOCK_NB) === -EAGAIN; attempt++) {
    if (performance.now() >= deadline) break;
    await pauseAfter(attempt);
  }
  return turn;
}
