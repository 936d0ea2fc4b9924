import { quote } from "../../cni/go-quote.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import type { Side } from "./side.ts";
import { step } from "./step.ts";

/** Sets a link up. */
export async function setUp(side: Side, link: Link): Promise<void> {
  await step(`failed to set ${quote(link.ifname ?? "")} up`, () =>
    side.client.link.set(link.index, { flags: IFF_UP, change: IFF_UP }),
  );
}

/** Sets a link down. */
export async function setDown(side: Side, link: Link): Promise<void> {
  await step(`failed to set ${quote(link.ifname ?? "")} down`, () =>
    side.client.link.set(link.index, { flags: 0, change: IFF_UP }),
  );
}

/** Deletes a link that may be gone already. */
export async function deleteLink(side: Side, ref: string | number): Promise<void> {
  try {
    await side.client.link.delete(ref);
  } catch (error) {
    if (!isNetlinkError(error, "ENODEV")) throw error;
  }
}
