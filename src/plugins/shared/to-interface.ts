import type { Interface } from "../../cni/types/result.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";

/** A link as a result tells of it. */
export function toInterface({ ifname = "", address = "" }: Link): Interface {
  return { name: ifname, mac: address };
}
