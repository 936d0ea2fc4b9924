import type { CniPlugin } from "../../cni/skel/plugin.ts";
import { CNI_VERSIONS } from "../../cni/version/cni-version.ts";
import { add } from "./add.ts";
import { del } from "./del.ts";

// No GC: a backup file names container and interface, but not the network, and all networks share the folder. The list of
// valid attachments is one network's, and says nothing of the files of the others.
export const tuning: CniPlugin = {
  type: "tuning",
  versions: CNI_VERSIONS,
  add,
  del,
  // Seldom called, and CHECK alone always needs netlink.
  check: async (call) => (await import("./check.ts")).check(call),
  status: async (call) => (await import("./status.ts")).status(call),
};
