import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { Link, LinkInput } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { IFF_PROMISC, IFF_UP } from "../../netlink/uapi/if.ts";
import { deleteLink } from "../shared/link-state.ts";
import type { Rollback } from "../shared/rollback.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { inSysctlsOf, tryWriteSysctl } from "../shared/sysctl.ts";
import type { BridgeConfig } from "./config.ts";

/**
 * The bridge, made when it is not there and set up. MTU and VLAN filtering of an existing one are its owner's.
 * @throws {CniError} when the name belongs to a link of another kind
 */
export async function ensureBridge(host: Side, rollback: Rollback, config: BridgeConfig): Promise<Link> {
  return step(`failed to create bridge ${quote(config.bridge)}`, async () => {
    const found = await host.client.link.find(config.bridge);
    const bridge = found ?? (await createBridge(host, rollback, config));
    if (bridge.linkinfo?.kind !== "bridge") {
      throw new CniError(CNI_ERROR.internal, `${quote(config.bridge)} already exists but is not a bridge`);
    }
    const wanted = IFF_UP | (config.promiscMode ? IFF_PROMISC : 0);
    if ((bridge.flags & wanted) !== wanted) {
      await host.client.link.set(bridge.index, { flags: wanted, change: wanted });
      const before = bridge.flags & wanted;
      if (found !== undefined) {
        rollback.add(`restore flags of ${quote(config.bridge)}`, () =>
          host.client.link.set(bridge.index, { flags: before, change: wanted }),
        );
      }
    }
    return bridge;
  });
}

async function createBridge(host: Side, rollback: Rollback, config: BridgeConfig): Promise<Link> {
  const ifname = config.bridge;
  const filtering = config.vlan !== 0 || config.vlanTrunk !== undefined;
  const link: LinkInput = {
    ifname,
    ...(config.mtu > 0 ? { mtu: config.mtu } : {}),
    linkinfo: { kind: "bridge", data: filtering ? { vlanFiltering: true } : {} },
  };
  try {
    await host.client.link.add(link);
    rollback.add(`delete bridge ${quote(ifname)}`, () => deleteUnusedBridge(host, ifname));
  } catch (error) {
    // Another container's ADD was faster: its bridge is as good.
    if (!isNetlinkError(error, "EEXIST")) throw error;
  }
  inSysctlsOf<void>({ libc: host.libc, netns: host.netns.fd }, () => {
    tryWriteSysctl(`net/ipv6/conf/${ifname}/accept_ra`, "0");
  });
  return host.client.link.get(ifname);
}

/** A bridge that other containers have been attached to in the meantime stays. */
async function deleteUnusedBridge(host: Side, ifname: string): Promise<void> {
  const bridge = await host.client.link.find(ifname);
  if (bridge === undefined) return;
  const ports = await host.client.link.list({ master: bridge.index });
  if (ports.length === 0) await deleteLink(host, bridge.index);
}
