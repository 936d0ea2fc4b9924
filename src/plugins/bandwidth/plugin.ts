import type { CniPlugin } from "../../cni/skel/plugin.ts";
import { cniVersionsFrom } from "../../cni/version/cni-version.ts";
import { add } from "./add.ts";
import { check } from "./check.ts";
import { del } from "./del.ts";
import { gc } from "./gc.ts";
import { status } from "./status.ts";

/** Results of 0.1.0 and 0.2.0 have no interfaces. */
const versions = cniVersionsFrom("0.3.0");

export const bandwidth: CniPlugin = { type: "bandwidth", versions, add, del, check, gc, status };
