import type { CniPlugin } from "../../cni/skel/plugin.ts";
import { CNI_VERSIONS } from "../../cni/version/cni-version.ts";
import { add } from "./add.ts";
import { check } from "./check.ts";
import { del } from "./del.ts";
import { status } from "./status.ts";

// No GC: a backup file names container and interface, but not the network, and all networks share the folder. The list of
// valid attachments is one network's, and says nothing of the files of the others.
export const tuning: CniPlugin = { type: "tuning", versions: CNI_VERSIONS, add, del, check, status };
