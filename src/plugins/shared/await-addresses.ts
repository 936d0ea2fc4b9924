import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import { IFA_F_DADFAILED, IFA_F_TENTATIVE } from "../../netlink/uapi/if_addr.ts";
import { RTNLGRP_IPV6_IFADDR } from "../../netlink/uapi/rtnetlink.ts";
import { AF_INET6 } from "../../netlink/uapi/socket.ts";
import { awaitState } from "./await-state.ts";
import type { Side } from "./side.ts";

const DAD_TIMEOUT_MS = 5000;

/** IF_OPER_UP (linux/if.h) */
const IF_OPER_UP = 6;

/**
 * Waits until duplicate address detection has passed every IPv6 address of a link. A link that is not up detects
 * nothing; its addresses count as settled when the time is over.
 *
 * @throws {CniError} when another host has one of the addresses, or on time-out
 */
export async function awaitAddresses(
  { client, netns }: Side,
  { ifname, index }: { ifname: string; index: number },
): Promise<void> {
  const settled = await awaitState({
    netns: netns.fd,
    group: RTNLGRP_IPV6_IFADDR,
    timeoutMs: DAD_TIMEOUT_MS,
    async isReached() {
      const addrs = await client.addr.list({ index, family: AF_INET6 });
      const failed = addrs.find((addr) => (addr.flags & IFA_F_DADFAILED) !== 0);
      if (failed !== undefined) {
        throw new CniError(CNI_ERROR.internal, `link ${ifname} has address ${failed.address} in DADFAILED state`);
      }
      return addrs.every((addr) => (addr.flags & IFA_F_TENTATIVE) === 0);
    },
  });
  if (settled) return;
  const { operstate } = await client.link.get(index);
  if (operstate === IF_OPER_UP) {
    throw new CniError(
      CNI_ERROR.internal,
      `link ${quote(ifname)} still has tentative addresses after ${DAD_TIMEOUT_MS} ms`,
    );
  }
}
