import { formatMacAddress } from "../../addr/mac-address.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import { randomBytes } from "../../machine.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { IFF_PROMISC, IFF_UP } from "../../netlink/uapi/if.ts";
import { RT_SCOPE_UNIVERSE } from "../../netlink/uapi/rtnetlink.ts";
import { AF_INET6 } from "../../netlink/uapi/socket.ts";
import type { Attach } from "../shared/attach.ts";
import { deleteLink } from "../shared/link-state.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { findSysctl, tryWriteSysctl } from "../shared/sysctl.ts";
import type { BridgeConfig } from "./config.ts";
import { restoreAddresses } from "./restore-addresses.ts";

/** The address of a bridge that lost its last port and was never given an address of its own. */
export const ZERO_MAC = "00:00:00:00:00:00";

/**
 * The bridge, made when it is not there and set up. MTU and VLAN filtering of an existing one are its owner's.
 *
 * @returns the bridge before this container becomes its port
 * @throws {CniError} 7 when the name belongs to a link of another kind
 */
export async function ensureBridge(attach: Attach, config: BridgeConfig): Promise<Link> {
  const { host, rollback } = attach;
  const name = quote(config.bridge);
  return step(`failed to create bridge ${name}`, async () => {
    const found = await host.client.link.find(config.bridge);
    const isNew = found === undefined && (await createBridge(attach, config));
    const bridge = found ?? (await host.client.link.get(config.bridge));
    if (bridge.linkinfo?.kind !== "bridge") {
      throw new CniError(CNI_ERROR.invalidNetworkConfig, `${name} already exists but is not a bridge`);
    }
    if (!isNew) rollback.add(`restore the address of ${name}`, () => restoreAddress(host, bridge));
    refuseAdvertisements(attach, { bridge: config.bridge, isNew });
    await setFlags(attach, bridge, { promiscMode: config.promiscMode, isNew });
    return bridge;
  });
}

/** @returns false when another container's ADD was faster: its bridge is as good */
async function createBridge({ host, rollback }: Attach, config: BridgeConfig): Promise<boolean> {
  const ifname = config.bridge;
  const filtering = config.vlan !== 0 || config.vlanTrunk !== undefined;
  // An address that was set stays, however ports come and go: other containers remember it as their gateway's. Inside a
  // VLAN the gateway is another interface.
  const isGateway = config.isGateway && config.vlan === 0;
  const address = isGateway ? randomMacAddress() : undefined;
  try {
    await rollback.perform({
      undoing: `delete bridge ${quote(ifname)}`,
      run: () =>
        host.client.link.add({
          ifname,
          ...(address === undefined ? {} : { address }),
          ...(config.mtu > 0 ? { mtu: config.mtu } : {}),
          linkinfo: { kind: "bridge", data: filtering ? { vlanFiltering: true } : {} },
        }),
      undo: () => deleteUnusedBridge(host, ifname, address),
    });
    return true;
  } catch (error) {
    if (isNetlinkError(error, "EEXIST")) return false;
    throw error;
  }
}

/** As the kernel makes them (linux/etherdevice.h:eth_random_addr): locally administered, of one station. */
function randomMacAddress(): string {
  const bytes = randomBytes(6);
  bytes[0] = ((bytes[0] ?? 0) & 0xfe) | 0x02;
  return formatMacAddress(bytes);
}

/** A bridge that other containers have been attached to in the meantime stays. */
async function deleteUnusedBridge(host: Side, ifname: string, address: string | undefined): Promise<void> {
  const bridge = await host.client.link.find(ifname);
  if (bridge === undefined || (address !== undefined && bridge.address !== address)) return;
  if (!(await hasPorts(host, bridge))) await deleteLink(host, bridge.index);
}

async function hasPorts({ client }: Side, bridge: Link): Promise<boolean> {
  return (await client.link.list({ master: bridge.index, stats: false })).length > 0;
}

/** With its last port a bridge loses the address that it had before, if nobody ever set it. */
async function restoreAddress({ client }: Side, before: Link): Promise<void> {
  const now = await client.link.find(before.index);
  if (before.address === undefined || before.address === ZERO_MAC || now?.address !== ZERO_MAC) return;
  await client.link.set(before.index, { address: before.address });
}

/** The host's routers are its own business, not that of containers. */
function refuseAdvertisements({ rollback }: Attach, { bridge, isNew }: { bridge: string; isNew: boolean }): void {
  const key = `net/ipv6/conf/${bridge}/accept_ra`;
  const before = findSysctl(key);
  if (before === undefined || before === "0") return;
  if (!isNew) rollback.add(`restore ${key}`, () => tryWriteSysctl(key, before));
  tryWriteSysctl(key, "0");
}

async function setFlags(
  { host, rollback }: Attach,
  bridge: Link,
  { promiscMode, isNew }: { promiscMode: boolean; isNew: boolean },
): Promise<void> {
  const change = IFF_UP | (promiscMode ? IFF_PROMISC : 0);
  const before = bridge.flags & change;
  if (before === change) return;
  const hadPorts = !isNew && (await hasPorts(host, bridge));
  await rollback.perform({
    undoing: `restore flags of ${quote(bridge.ifname ?? "")}`,
    run: () => host.client.link.set(bridge.index, { flags: change, change }),
    async undo() {
      // A container that has been attached meanwhile relies on them.
      if (isNew || (!hadPorts && (await hasPorts(host, bridge)))) return;
      // Going down, a link loses its IPv6 addresses. The link-local one comes back by itself.
      const addrs = await host.client.addr.list({ index: bridge.index, family: AF_INET6 });
      await host.client.link.set(bridge.index, { flags: before, change });
      await restoreAddresses(
        host,
        addrs.filter(({ scope }) => scope === RT_SCOPE_UNIVERSE),
      );
    },
  });
}
