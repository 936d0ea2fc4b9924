import type { Address } from "../../netlink/route/addr/address.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import type { Side } from "../shared/side.ts";

/** In their old order: which address of a subnet is the first is not all the same. */
export async function restoreAddresses({ client }: Side, addrs: readonly Address[]): Promise<void> {
  for (const addr of addrs) {
    try {
      await client.addr.add(addr);
    } catch (error) {
      if (!isNetlinkError(error, "EEXIST")) throw error;
    }
  }
}
