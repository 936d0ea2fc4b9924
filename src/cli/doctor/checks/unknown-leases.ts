import { describeHolder } from "../../../ipam/host-local/lease.ts";
import type { Check } from "../check.ts";

export const unknownLeases: Check = {
  name: "unknown-leases",
  why: "nobody will run DEL for it, so the address is given to nobody again",
  needsCache: true,
  look: ({ stores, folders }) =>
    stores.flatMap(({ network, held }) =>
      held
        .filter(({ state }) => state === "unknown")
        .map(({ address, containerId, ifname, since }) => ({
          level: "warning",
          subject: `${network} ${address}`,
          what: `leased to ${describeHolder(`${containerId}\r\n${ifname}`)} since ${since}, which is not in ${folders.cacheDir}/results`,
          mend: `if no runtime has this container: cni-ts ipam free ${address} --network ${network}`,
        })),
    ),
};
