import { isLoopbackAddress } from "../../addr/ip-address.ts";
import { parseIpPrefix } from "../../addr/ip-prefix.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { IpConfig, Result } from "../../cni/types/result.ts";
import type { Address } from "../../netlink/route/addr/address.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import { AF_INET, AF_INET6 } from "../../netlink/uapi/socket.ts";
import { setDown, setUp } from "../shared/link-state.ts";
import { withRollback } from "../shared/rollback.ts";
import { openContainer, type Side } from "../shared/side.ts";
import { LOOPBACK } from "./loopback-link.ts";

/** CNI ADD: sets `lo` up, whatever CNI_IFNAME says; the kernel gives it its addresses. */
export async function add(call: PluginCall): Promise<Result> {
  using container = await openContainer(call.netns);
  const link = await container.client.link.get(LOOPBACK);
  refuseForeign(await container.client.addr.list({ index: link.index }));
  return await withRollback({ warn: call.warn, sides: [container] }, async (rollback) => {
    if ((link.flags & IFF_UP) === 0) {
      rollback.add("set lo down", () => setDown(container, link));
      await setUp(container, link);
    }
    const ips = await listFirstAddresses(container, link.index);
    if (call.config.prevResult !== undefined) return call.config.prevResult;
    const interfaces = [{ name: LOOPBACK, mac: link.address, sandbox: call.netns }];
    return { interfaces, ips, routes: [], dns: {} };
  });
}

/** @throws {CniError} when `lo` has an address that is not for it */
function refuseForeign(addresses: readonly Address[]): void {
  const foreign = addresses.find(({ address }) => !isLoopbackAddress(parseIpPrefix(address).address));
  if (foreign === undefined) return;
  const [ip = ""] = foreign.address.split("/");
  throw new CniError(CNI_ERROR.invalidNetworkConfig, `loopback interface found with non-loopback address ${quote(ip)}`);
}

/** The first address of each family, IPv4 before IPv6. */
async function listFirstAddresses({ client }: Side, index: number): Promise<IpConfig[]> {
  const addresses = await client.addr.list({ index });
  return [AF_INET, AF_INET6].flatMap((wanted): IpConfig[] => {
    const first = addresses.find(({ family }) => family === wanted);
    return first === undefined ? [] : [{ interface: 0, address: parseIpPrefix(first.address) }];
  });
}
