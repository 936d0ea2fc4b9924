import { parseIpAddress } from "../../../addr/ip-address.ts";
import { countLeasable, formatRangeSet, isLeasable } from "../../../ipam/host-local/range-set.ts";
import { listLeasedAddresses } from "../../../ipam/host-local/store-scan.ts";
import type { Check, Found } from "../check.ts";
import type { HostLocalPool } from "../configured-network.ts";

/** From where on somebody should look. */
const NEARLY_FULL = 0.9;

function lookAt({ directory, sets }: HostLocalPool): Found[] {
  const leased = listLeasedAddresses(directory).map(parseIpAddress);
  return sets.flatMap((set): Found[] => {
    const total = countLeasable(set);
    const used = leased.filter((address) => isLeasable(set, address)).length;
    if (used < Number(total) * NEARLY_FULL) return [];
    const level = BigInt(used) >= total ? "error" : "warning";
    const what = `${used} of ${total} addresses are leased`;
    const mend = "free what leaked (leaked-leases), or give the network a larger range";
    return [{ level, subject: `${directory}: ${formatRangeSet(set)}`, what, mend }];
  });
}

export const exhaustedRanges: Check = {
  name: "exhausted-ranges",
  why: "without a free address no container starts",
  look: ({ config }) => config.files.flatMap(({ pools }) => pools.flatMap(lookAt)),
};
