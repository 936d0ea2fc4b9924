import { formatIpPrefix, type IpPrefix, parseIpPrefix, prefixContains } from "../../addr/ip-prefix.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { Address } from "../../netlink/route/addr/address.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { AF_INET, AF_INET6 } from "../../netlink/uapi/socket.ts";
import { addressAttrs } from "../shared/configure-interface.ts";
import type { Rollback } from "../shared/rollback.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";

/** Where the gateway's address goes, and whether it may push another one out. */
export interface GatewayTarget {
  /** As it was before the container became its port. */
  readonly link: Link;
  readonly forceAddress: boolean;
}

/**
 * Puts the gateway's address on the bridge (or its VLAN interface). An address that conflicts is replaced when the
 * configuration forces it; an IPv6 address conflicts only where the subnets overlap.
 *
 * @throws {CniError} when there is a conflict
 */
export async function ensureGatewayAddress(
  { host, rollback }: { host: Side; rollback: Rollback },
  gateway: IpPrefix,
  { link, forceAddress }: GatewayTarget,
): Promise<void> {
  const name = link.ifname ?? "";
  const { family } = gateway.address;
  const addrs = await host.client.addr.list({ index: link.index, family: family === 4 ? AF_INET : AF_INET6 });
  const text = formatIpPrefix(gateway);
  if (addrs.some((addr) => addr.address === text)) return;
  for (const addr of addrs.filter((each) => conflicts(each, gateway))) {
    if (!forceAddress) {
      throw new CniError(CNI_ERROR.internal, `${quote(name)} already has an IP address different from ${text}`);
    }
    await replaceAddress({ host, rollback }, link, addr);
  }
  await step(`could not add IP address ${text} to ${quote(name)}`, () => addAddress({ host, rollback }, link, gateway));
  // A bridge takes the lowest address of its ports, and loses it with the port, until it is given one.
  if (link.address !== undefined) await host.client.link.set(link.index, { address: link.address });
}

async function addAddress(
  { host, rollback }: { host: Side; rollback: Rollback },
  link: Link,
  gateway: IpPrefix,
): Promise<void> {
  const input = { index: link.index, ...addressAttrs(gateway) };
  try {
    await host.client.addr.add(input);
  } catch (error) {
    if (isNetlinkError(error, "EEXIST")) return;
    throw error;
  }
  rollback.add(`delete address ${input.address}`, () => host.client.addr.delete(input));
}

async function replaceAddress(
  { host, rollback }: { host: Side; rollback: Rollback },
  link: Link,
  addr: Address,
): Promise<void> {
  const { address, broadcast, scope, label } = addr;
  const input = { index: link.index, address, scope, ...(broadcast ? { broadcast } : {}), ...(label ? { label } : {}) };
  await step(`could not remove IP address from ${quote(link.ifname ?? "")}`, () =>
    host.client.addr.delete({ index: link.index, address }),
  );
  rollback.add(`restore address ${address}`, () => host.client.addr.add(input));
}

function conflicts(addr: Address, gateway: IpPrefix): boolean {
  if (gateway.address.family === 4) return true;
  const other = parseIpPrefix(addr.address);
  return prefixContains(other, gateway.address) || prefixContains(gateway, other.address);
}
