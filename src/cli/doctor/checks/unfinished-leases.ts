import type { Check } from "../check.ts";
import { repairStore } from "./damaged-leases.ts";

export const unfinishedLeases: Check = {
  name: "unfinished-leases",
  why: "a plugin ended while it wrote a lease; what it was to hold is not known",
  look: (node) =>
    node.stores.flatMap(({ directory, scan }) =>
      scan.leftovers.map((file) => ({
        level: "warning",
        subject: `${directory}/${file}`,
        what: "a lease that was never put in its place",
        mend: "remove the file when no plugin runs; the next ADD does",
        fix: () => repairStore(directory, node),
      })),
    ),
};
