import type { CniPlugin } from "../../cni/skel/plugin.ts";
import { CNI_VERSIONS } from "../../cni/version/cni-version.ts";
import { add } from "./add.ts";
import { check } from "./check.ts";
import { del } from "./del.ts";
import { gc } from "./gc.ts";
import { status } from "./status.ts";

/** IPAM from ranges of addresses, remembered in files of this machine. */
export const hostLocal: CniPlugin = {
  type: "host-local",
  versions: CNI_VERSIONS,
  needsNetns: false,
  add,
  del,
  check,
  gc,
  status,
};
