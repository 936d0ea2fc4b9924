import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { Result } from "../../cni/types/result.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import type { Side } from "../shared/side.ts";

/**
 * The host's end of the container's interface: the one of the earlier plugins' interfaces where limits can be set.
 * @throws {CniError} 7 where there is none
 */
export async function getHostEnd(
  { host, container }: { host: Side; container: Side },
  ifname: string,
  { interfaces }: Result,
): Promise<Link> {
  if (interfaces.length === 0) throw refusal("no interfaces provided");
  const { link: peer = 0 } = (await container.client.link.find(ifname)) ?? {};
  if (peer === 0) throw refusal(`container interface ${ifname} has no veth peer`);
  const link = await host.client.link.find(peer);
  if (link === undefined) throw refusal(`veth peer with index ${peer} is not in host ns`);
  if (interfaces.some(({ name, sandbox }) => !sandbox && name === link.ifname)) return link;
  throw refusal("no veth peer of container interface found in host ns");
}

function refusal(msg: string): CniError {
  return new CniError(CNI_ERROR.invalidNetworkConfig, msg);
}
