import type { Link } from "../../netlink/route/link/link-message.ts";
import { RTNLGRP_LINK } from "../../netlink/uapi/rtnetlink.ts";
import { awaitState } from "./await-state.ts";
import type { Side } from "./side.ts";

/** IF_OPER_UP (linux/if.h) */
const IF_OPER_UP = 6;
/** As long as the reference waits for a port of a bridge in all: 50 + 500 + 1000 + 1000 ms. */
const UP_TIMEOUT_MS = 2550;

/**
 * Waits until a link that was set up is operational: before, its queue takes no packets.
 * @returns false when it is not in time
 */
export async function awaitUp({ client, netns }: Side, { index }: Link): Promise<boolean> {
  return awaitState({
    netns: netns.fd,
    group: RTNLGRP_LINK,
    timeoutMs: UP_TIMEOUT_MS,
    isReached: async () => (await client.link.get(index)).operstate === IF_OPER_UP,
  });
}
