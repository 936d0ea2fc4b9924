import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Link } from "../../src/netlink/route/link/link-message.ts";
import type { RouteClient } from "../../src/netlink/route/route-client.ts";

/** What a network leaves after its last DEL. */
export interface Leftovers {
  /** What stays by contract: the bridge. */
  readonly kept: readonly string[];
  /** What should not be there. */
  readonly left: readonly string[];
}

const STORES = "/var/lib/cni/networks";
/** host-local's own bookkeeping. */
const BOOKKEEPING = /^(lock|last_reserved_ip\..*)$/;

interface Places {
  readonly host: { readonly client: RouteClient };
  readonly containers: readonly { readonly name: string; readonly client: RouteClient }[];
}

/** Links of host and containers that were not there before, and leases. */
export async function findLeftovers({ host, containers }: Places, before: readonly Link[]): Promise<Leftovers> {
  const known = new Set(before.map(({ index }) => index));
  const added = (await host.client.link.list()).filter(({ index }) => !known.has(index));
  const bridges = new Set(added.filter((link) => isEmptyBridge(link, added)));
  const left = added.filter((link) => !bridges.has(link)).map(({ ifname }) => `link ${ifname}`);
  for (const { name, client } of containers) {
    const links = (await client.link.list()).filter(({ ifname }) => ifname !== "lo");
    left.push(...links.map(({ ifname }) => `link ${ifname} in ${name}`));
  }
  return { kept: [...bridges].map(({ ifname }) => `bridge ${ifname}`), left: [...left, ...listLeases()] };
}

function isEmptyBridge(link: Link, all: readonly Link[]): boolean {
  return link.linkinfo?.kind === "bridge" && !all.some(({ master }) => master === link.index);
}

function listLeases(): string[] {
  if (!existsSync(STORES)) return [];
  return readdirSync(STORES).flatMap((network) =>
    readdirSync(join(STORES, network))
      .filter((file) => !BOOKKEEPING.test(file))
      .map((file) => `lease ${network}/${file}`),
  );
}
