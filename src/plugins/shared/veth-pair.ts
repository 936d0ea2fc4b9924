import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { quote } from "../../cni/go-quote.ts";
import { randomBytes } from "../../machine.ts";
import type { Link, LinkInput } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import type { Attach } from "./attach.ts";
import { deleteLink } from "./link-state.ts";
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
  const [random = 0] = new Uint32Array(randomBytes(4).buffer);
  return `veth${random.toString(16).padStart(8, "0")}`;
}

/**
 * Makes a veth pair, each end in its namespace from the start: moving one costs the kernel a grace period. Both are down.
 * To be done before IPAM is asked: a second ADD of an attachment must not take away what the first one has.
 *
 * @throws {CniError} 4 when the container has an interface of that name
 */
export async function createVethPair(attach: Attach, options: VethOptions): Promise<VethPair> {
  const { host, container } = attach;
  const hostName = await addVeth(attach, options);
  // The router of a container is its gateway, not whoever speaks on its wire.
  tryWriteSysctl(`net/ipv6/conf/${hostName}/accept_ra`, "0");
  return {
    hostLink: await step(`failed to lookup ${quote(hostName)}`, () => host.client.link.get(hostName)),
    containerLink: await step(`failed to lookup ${quote(options.ifname)}`, () =>
      container.client.link.get(options.ifname),
    ),
  };
}

async function addVeth({ host, container, rollback }: Attach, { ifname, mtu, mac }: VethOptions): Promise<string> {
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
      await step("failed to make veth pair", () =>
        rollback.perform({
          undoing: `delete link ${quote(hostName)}`,
          run: () => container.client.link.add(link),
          undo: () => deleteLink(host, hostName),
        }),
      );
      return hostName;
    } catch (error) {
      if (!(error instanceof CniError) || !isNetlinkError(error.cause, "EEXIST")) throw error;
      if ((await container.client.link.find(ifname)) === undefined) continue;
      const msg = `container veth name (${quote(ifname)}) already exists`;
      throw new CniError(CNI_ERROR.invalidEnvironment, msg);
    }
  }
  throw new CniError(CNI_ERROR.internal, "failed to find a unique veth name");
}
