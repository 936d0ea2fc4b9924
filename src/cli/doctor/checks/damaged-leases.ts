import { withLockedStore } from "../../../ipam/host-local/locked-store.ts";
import type { Check } from "../check.ts";
import type { NodeState } from "../node-state.ts";

/** Taking the lock is what repairs a store. */
export function repairStore(directory: string, { libc }: Pick<NodeState, "libc">): string {
  withLockedStore({ directory, libc, warn: () => {} }, () => undefined);
  return `repaired ${directory}`;
}

export const damagedLeases: Check = {
  name: "damaged-leases",
  why: "the reference's host-local never gives such an address away again",
  look: (node) =>
    node.stores.flatMap(({ directory, scan }) =>
      scan.torn.map((file) => ({
        level: "error",
        subject: `${directory}/${file}`,
        what: "an empty lease: a crash or a full disk has taken its content",
        mend: `remove the file; the next ADD of this package's host-local does`,
        fix: () => repairStore(directory, node),
      })),
    ),
};
