import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { openHost } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { writeSysctl } from "../shared/sysctl.ts";

/**
 * Lets connections from 127.0.0.1 to mapped ports go out by the link that leads to the container. It stays so: other
 * containers may be behind the same link.
 */
export async function enableRouteLocalnet(container: string): Promise<void> {
  await step("unable to enable route_localnet", async () => {
    const name = await findLinkTo(container);
    if (name !== undefined) writeSysctl(`net/ipv4/conf/${name}/route_localnet`, "1");
  });
}

/** The link that packets to an address leave by; undefined where no route leads there. */
async function findLinkTo(address: string): Promise<string | undefined> {
  using host = await openHost();
  try {
    const { oif } = await host.client.route.get(address);
    return oif === undefined ? undefined : (await host.client.link.get(oif)).ifname;
  } catch (error) {
    if (isNetlinkError(error)) return undefined;
    throw error;
  }
}
