import type { CniPlugin } from "../../cni/skel/plugin.ts";
import { cniVersionsFrom } from "../../cni/version/cni-version.ts";
import { del } from "./del.ts";

export const bandwidth: CniPlugin = {
  type: "bandwidth",
  // Results of 0.1.0 and 0.2.0 have no interfaces.
  versions: cniVersionsFrom("0.3.0"),
  del,
  // DEL alone needs nothing of tc.
  add: async (call) => (await import("./add.ts")).add(call),
  check: async (call) => (await import("./check.ts")).check(call),
  gc: async (call) => (await import("./gc.ts")).gc(call),
  status: async (call) => (await import("./status.ts")).status(call),
};
