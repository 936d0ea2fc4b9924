import type { CniPlugin } from "../../cni/skel/plugin.ts";
import { CNI_VERSIONS } from "../../cni/version/cni-version.ts";
import { add } from "./add.ts";
import { check } from "./check.ts";
import { del } from "./del.ts";
import { gc } from "./gc.ts";
import { status } from "./status.ts";

export const portmap: CniPlugin = {
  type: "portmap",
  versions: CNI_VERSIONS,
  needsNetns: false,
  ...{ add, del, check, gc, status },
};
