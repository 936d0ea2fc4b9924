import { formatIpPrefix, type IpPrefix, parseIpPrefix, prefixContains } from "../../addr/ip-prefix.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { Address } from "../../netlink/route/addr/address.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { AF_INET, AF_INET6 } from "../../netlink/uapi/socket.ts";
import type { Attach } from "../shared/attach.ts";
import { addressAttrs } from "../shared/configure-interface.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { ZERO_MAC } from "./bridge-link.ts";
import { restoreAddresses } from "./restore-addresses.ts";

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
 * @throws {CniError} 7 when there is a conflict
 */
export async function ensureGatewayAddress(
  attach: Attach,
  gateway: IpPrefix,
  { link, forceAddress }: GatewayTarget,
): Promise<void> {
  const { client } = attach.host;
  const name = quote(link.ifname ?? "");
  const addrs = await client.addr.list({
    index: link.index,
    family: gateway.address.family === 4 ? AF_INET : AF_INET6,
  });
  const text = formatIpPrefix(gateway);
  if (addrs.some((addr) => addr.address === text)) return;
  const conflicting = addrs.filter((each) => conflicts(each, gateway));
  if (conflicting.length > 0 && !forceAddress) {
    const details = `${name} has ${conflicting.map(({ address }) => address).join(", ")}; forceAddress replaces it`;
    throw new CniError(
      CNI_ERROR.invalidNetworkConfig,
      `failed to set bridge addr: ${name} already has an IP address different from ${text}`,
      { details },
    );
  }
  if (conflicting.length > 0) await removeAddresses(attach, link, conflicting);
  const isNew = await step(`failed to set bridge addr: could not add IP address ${text} to ${name}`, () =>
    addAddress(attach, link, gateway),
  );
  if (isNew) await step(`could not set ${name}'s address`, () => fixMacAddress(attach.host, link));
}

/** @returns false when another container's ADD was faster */
async function addAddress({ host, rollback }: Attach, link: Link, gateway: IpPrefix): Promise<boolean> {
  const input = { index: link.index, ...addressAttrs(gateway) };
  try {
    await rollback.perform({
      undoing: `delete address ${input.address} of ${quote(link.ifname ?? "")}`,
      run: () => host.client.addr.add(input),
      undo: () => deleteAddress(host, { index: link.index, address: input.address }),
    });
    return true;
  } catch (error) {
    if (isNetlinkError(error, "EEXIST")) return false;
    throw error;
  }
}

async function deleteAddress({ client }: Side, address: { index: number; address: string }): Promise<void> {
  try {
    await client.addr.delete(address);
  } catch (error) {
    // IPv4 drops the other addresses of a subnet together with the first.
    if (!isNetlinkError(error, "EADDRNOTAVAIL")) throw error;
  }
}

async function removeAddresses({ host, rollback }: Attach, link: Link, addrs: readonly Address[]): Promise<void> {
  const name = quote(link.ifname ?? "");
  await step(`failed to set bridge addr: could not remove IP address from ${name}`, () =>
    rollback.perform({
      undoing: `restore addresses of ${name}`,
      async run() {
        for (const { index, address } of addrs) await deleteAddress(host, { index, address });
      },
      undo: () => restoreAddresses(host, addrs),
    }),
  );
}

/** A bridge takes the lowest address of its ports, and loses it with the port, until it is given one. */
async function fixMacAddress({ client }: Side, link: Link): Promise<void> {
  const isUsable = link.address !== undefined && link.address !== ZERO_MAC;
  const address = isUsable ? link.address : (await client.link.get(link.index)).address;
  if (address !== undefined) await client.link.set(link.index, { address });
}

function conflicts(addr: Address, gateway: IpPrefix): boolean {
  if (gateway.address.family === 4) return true;
  const other = parseIpPrefix(addr.address);
  return prefixContains(other, gateway.address) || prefixContains(gateway, other.address);
}
