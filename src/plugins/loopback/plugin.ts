import type { CniPlugin } from "../../cni/skel/plugin.ts";
import { CNI_VERSIONS } from "../../cni/version/cni-version.ts";
import { add } from "./add.ts";
import { check } from "./check.ts";
import { del } from "./del.ts";

export const loopback: CniPlugin = { type: "loopback", versions: CNI_VERSIONS, add, del, check };
