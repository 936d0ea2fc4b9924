import type { CniPlugin } from "../../cni/skel/plugin.ts";
import { cniVersionsFrom } from "../../cni/version/cni-version.ts";
import { add } from "./add.ts";
import { check } from "./check.ts";
import { del } from "./del.ts";
import { gc } from "./gc.ts";
import { status } from "./status.ts";

export const firewall: CniPlugin = {
  type: "firewall",
  versions: cniVersionsFrom("0.4.0"),
  needsNetns: false,
  ...{ add, del, check, gc, status },
};
