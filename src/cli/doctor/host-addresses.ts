import { bareAddress } from "../inventory/bare-address.ts";
import type { NodeState } from "./node-state.ts";

/** The addresses of this host, without lengths. */
export function hostAddresses({ inventory }: Pick<NodeState, "inventory">): ReadonlySet<string> {
  return new Set(inventory.host.addresses.map(({ address }) => bareAddress(address)));
}
