import { quote } from "../../cni/go-quote.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import { deleteLink } from "../shared/link-state.ts";
import type { Rollback } from "../shared/rollback.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";

/**
 * Makes the link that a container's outgoing packets take, up and without a queue of its own.
 * @throws {CniError} where there is one of that name: the container is limited in this network already
 */
export async function addIfb(
  { host, rollback }: { host: Side; rollback: Rollback },
  { name, mtu }: { name: string; mtu: number | undefined },
): Promise<Link> {
  const size = mtu === undefined ? {} : { mtu };
  const ifb = { ifname: name, flags: IFF_UP, change: IFF_UP, ...size, txqlen: 0, linkinfo: { kind: "ifb" } } as const;
  await step("adding link", () =>
    rollback.perform({
      undoing: `delete link ${quote(name)}`,
      run: () => host.client.link.add(ifb),
      undo: () => deleteLink(host, name),
    }),
  );
  return await step("get ifb device", () => host.client.link.get(name));
}
