import { randomBytes } from "node:crypto";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import type { Link, LinkInput } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import { deleteLink } from "./link-state.ts";
import type { Rollback } from "./rollback.ts";
import type { Side } from "./side.ts";
import { step } from "./step.ts";
import { tryWriteSysctl } from "./sysctl.ts";

/** Both ends as the kernel reports them right after they were made. */
export interface VethPair {
  readonly hostLink: Link;
  readonly containerLink: Link;
}

export interface VethOptions {
  /** CNI_IFNAME: the name of the container's end. */
  readonly ifname: string;
  /** Bytes; 0 leaves it to the kernel. */
  readonly mtu: number;
  /** Hardware address of the container's end; empty leaves it to the kernel. */
  readonly mac?: string | undefined;
}

/** A collision of four random bytes is an accident; ten of them are not. */
const MAX_NAMES = 10;

/** `veth` and eight hex digits. */
export function randomVethName(): string {
  return `veth${randomBytes(4).toString("hex")}`;
}

/**
 * Makes a veth pair, each end in its namespace from the start (moving one costs the kernel a grace period), and sets
 * the host's end up.
 */
export async function createVethPair(
  { host, container, rollback }: { host: Side; container: Side; rollback: Rollback },
  options: VethOptions,
): Promise<VethPair> {
  const hostName = await addVeth(host, container, options);
  rollback.add(`delete link ${quote(hostName)}`, () => deleteLink(host, hostName));
  await step(`failed to set ${quote(hostName)} up`, () =>
    host.client.link.set(hostName, { flags: IFF_UP, change: IFF_UP }),
  );
  // The router of a container is its gateway, not whoever speaks on its wire.
  tryWriteSysctl(`net/ipv6/conf/${hostName}/accept_ra`, "0");
  return {
    hostLink: await step(`failed to lookup ${quote(hostName)}`, () => host.client.link.get(hostName)),
    containerLink: await step(`failed to lookup ${quote(options.ifname)}`, () =>
      container.client.link.get(options.ifname),
    ),
  };
}

async function addVeth(host: Side, container: Side, { ifname, mtu, mac }: VethOptions): Promise<string> {
  for (let attempt = 0; attempt < MAX_NAMES; attempt++) {
    const hostName = randomVethName();
    const size = mtu > 0 ? { mtu } : {};
    // The reference sends a transmit queue length of 0 for the host's end, and none for the other.
    const peer: LinkInput = { ifname: hostName, ...size, txqlen: 0, netNsFd: host.netns.fd };
    const link: LinkInput = {
      ifname,
      ...size,
      ...(mac ? { address: mac } : {}),
      linkinfo: { kind: "veth", data: { peer } },
    };
    try {
      await container.client.link.add(link);
      return hostName;
    } catch (error) {
      if (!isNetlinkError(error, "EEXIST")) {
        throw new CniError(CNI_ERROR.internal, "failed to make veth pair", { cause: error });
      }
      if ((await container.client.link.find(ifname)) !== undefined) {
        throw new CniError(
          CNI_ERROR.invalidEnvironment,
          `container veth name (${quote(ifname)}) peer provided (${quote(hostName)}) already exists`,
          { cause: error },
        );
      }
    }
  }
  throw new CniError(CNI_ERROR.internal, "failed to find a unique veth name");
}
