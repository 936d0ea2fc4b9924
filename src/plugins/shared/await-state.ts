import { now } from "../../machine.ts";
import { openMonitor } from "../../netlink/socket/monitor.ts";
import type { NetnsRef } from "../../netlink/socket/netns.ts";
import { NETLINK_ROUTE } from "../../netlink/uapi/netlink.ts";

/** A state of the kernel to wait for, and the notifications that tell of it. */
export interface AwaitedState {
  readonly netns: NetnsRef;
  /** RTNLGRP_* whose messages may mean that the state has changed. */
  readonly group: number;
  readonly timeoutMs: number;
  isReached(): Promise<boolean>;
}

/**
 * Waits for a state: looks once, and only when it is not there yet listens, looks again (it may have come in between)
 * and then after every notification. No sleeping.
 *
 * @returns whether the state was reached in time
 */
export async function awaitState({ netns, group, timeoutMs, isReached }: AwaitedState): Promise<boolean> {
  if (await isReached()) return true;
  using monitor = await openMonitor({ protocol: NETLINK_ROUTE, netns, groups: [group] });
  const deadline = now() + timeoutMs;
  for (;;) {
    if (await isReached()) return true;
    const leftMs = Math.ceil(deadline - now());
    if (leftMs <= 0 || !(await monitor.wait(leftMs))) return false;
  }
}
