import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import type { Attach } from "../shared/attach.ts";
import { awaitUp } from "../shared/await-up.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import type { VethPair } from "../shared/veth-pair.ts";
import { ensureBridge } from "./bridge-link.ts";
import type { BridgeConfig } from "./config.ts";

/** How often a bridge may be taken away underneath. */
const MAX_ATTEMPTS = 5;

/**
 * Makes the host's end a port of the bridge, and sets it up. A bridge without ports may vanish before: another container's ADD made it,
 * failed, and saw nobody using it.
 *
 * @returns the bridge, before the port
 */
export async function connectPort(attach: Attach, port: Link, config: BridgeConfig): Promise<Link> {
  const { host, rollback } = attach;
  for (let attempt = 1; ; attempt++) {
    const bridge = await ensureBridge(attach, config);
    try {
      await step(`failed to connect ${quote(port.ifname ?? "")} to bridge ${config.bridge}`, () =>
        rollback.perform({
          undoing: `release ${port.ifname} from bridge ${config.bridge}`,
          run: () => host.client.link.set(port.index, { master: bridge.index, flags: IFF_UP, change: IFF_UP }),
          undo: () => host.client.link.set(port.index, { master: 0 }),
        }),
      );
      await setPortFlags(host, port, config);
      return bridge;
    } catch (error) {
      const refused = error instanceof CniError && isNetlinkError(error.cause);
      const isGone = refused && (await host.client.link.find(bridge.index)) === undefined;
      if (!isGone || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** A new port has neither; what is off is not sent. */
async function setPortFlags(
  { client }: Side,
  { index, ifname = "" }: Link,
  { hairpinMode, portIsolation }: BridgeConfig,
): Promise<void> {
  if (hairpinMode) {
    await step(`failed to setup hairpin mode for ${ifname}`, () => client.link.setBridgePort(index, { mode: true }));
  }
  if (portIsolation) {
    await step(`failed to set isolated on for ${ifname}`, () => client.link.setBridgePort(index, { isolated: true }));
  }
}

/** @throws {CniError} when the port, or the container's end behind it, does not come up in time */
export async function awaitPortUp({ host, container }: Attach, { hostLink, containerLink }: VethPair): Promise<void> {
  const isUp = (await awaitUp(host, hostLink)) && (await awaitUp(container, containerLink));
  if (!isUp) throw new CniError(CNI_ERROR.internal, "bridge port in error state: down");
}
