import type { CniPlugin } from "../../cni/skel/plugin.ts";
import { CNI_VERSIONS } from "../../cni/version/cni-version.ts";
import { add } from "./add.ts";
import { check } from "./check.ts";
import { del } from "./del.ts";
import { status } from "./status.ts";

/** IPAM that hands out the addresses it is told. It keeps nothing, so there is no garbage to collect. */
export const staticIpam: CniPlugin = {
  type: "static",
  versions: CNI_VERSIONS,
  needsNetns: false,
  add,
  del,
  check,
  status,
};
