import { describeHolder, type Lease } from "../../../ipam/host-local/lease.ts";
import { release } from "../../../ipam/host-local/release.ts";
import { findHolder, networkAttachments } from "../../ipam/held-address.ts";
import type { Check } from "../check.ts";
import type { NodeState, Store } from "../node-state.ts";

/** Frees one lease under the store's lock, unless somebody else holds the address by now. */
function free(address: string, store: Store, { libc, folders }: NodeState): string {
  const { directory, network } = store;
  const isGone = (lease: Lease) => {
    const attachments = networkAttachments(network, folders);
    return lease.address === address && findHolder(lease, attachments).state === "gone";
  };
  const freed = release({ directory, libc, warn: () => {} }, (leases) => leases.filter(isGone));
  return freed === 0 ? `${address} was free already` : `freed ${address}`;
}

export const leakedLeases: Check = {
  name: "leaked-leases",
  why: "the address is given to nobody again; when all are, no container starts",
  look: (node) =>
    node.stores.flatMap((store) =>
      store.held
        .filter(({ state }) => state === "gone")
        .map(({ address, containerId, ifname }) => ({
          level: "error",
          subject: `${store.network} ${address}`,
          what: `leased to ${describeHolder(`${containerId}\r\n${ifname}`)}, whose namespace is gone`,
          mend: `cni-ts ipam free ${address} --network ${store.network}, or DEL of the attachment`,
          fix: () => free(address, store, node),
        })),
    ),
};
