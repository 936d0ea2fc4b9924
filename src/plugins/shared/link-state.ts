import { quote } from "../../cni/go-quote.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import type { Side } from "./side.ts";
import { step } from "./step.ts";

/** A link that is known by its index; the name is for messages. */
type NamedLink = Pick<Link, "index" | "ifname">;

/** Sets a link up. */
export async function setUp(side: Side, { index, ifname = "" }: NamedLink): Promise<void> {
  await step(`failed to set ${quote(ifname)} UP`, () => side.client.link.set(index, { flags: IFF_UP, change: IFF_UP }));
}

/** Sets a link down. */
export async function setDown(side: Side, { index, ifname = "" }: NamedLink): Promise<void> {
  await step(`failed to set ${quote(ifname)} down`, () => side.client.link.set(index, { flags: 0, change: IFF_UP }));
}

/** Deletes a link that may be gone already. */
export async function deleteLink(side: Side, ref: string | number): Promise<void> {
  await step(`failed to delete ${typeof ref === "string" ? quote(ref) : `link ${ref}`}`, async () => {
    try {
      await side.client.link.delete(ref);
    } catch (error) {
      if (!isNetlinkError(error, "ENODEV")) throw error;
    }
  });
}
