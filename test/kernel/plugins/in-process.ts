import { join } from "node:path";
import { executePlugin } from "../../../src/cni/skel/execute.ts";
import type { Libc } from "../../../src/netlink/socket/libc.ts";
import { checkLibc } from "../../../src/netlink/socket/libc-error.ts";
import { loadLibc } from "../../../src/netlink/socket/load-libc.ts";
import { openNetns, openOwnNetns } from "../../../src/netlink/socket/netns.ts";
import { CLONE_NEWNET } from "../../../src/netlink/uapi/socket.ts";
import { findPlugin } from "../../../src/registry.ts";
import type { Cleaner, TestNetns } from "../../harness/netns.ts";
import { type Answer, type Call, environment, OURS } from "./call.ts";

/** The JavaScript thread of this process, moved into the namespace of a test's host until the test has ended. */
export interface InProcessHost {
  readonly libc: Libc;
  /** Calls the plugin of the configuration's type as its executable would be, but in this process; IPAM as well. */
  call(options: Omit<Call, "host" | "bin">): Promise<Answer>;
  /** Goes back into the host's namespace, where a fault kept a plugin from doing so. */
  comeBack(): void;
}

export async function enterHost(t: Cleaner, host: TestNetns): Promise<InProcessHost> {
  const libc = await loadLibc();
  const home = openOwnNetns();
  const inside = openNetns(host.path);
  const comeBack = (): void => void checkLibc(libc.setns(inside.fd, CLONE_NEWNET), "setns");
  comeBack();
  t.teardown(() => {
    checkLibc(libc.setns(home.fd, CLONE_NEWNET), "setns");
    home[Symbol.dispose]();
    inside[Symbol.dispose]();
  });
  return {
    libc,
    comeBack,
    async call(options) {
      const plugin = await findPlugin(String(options.config.type));
      if (plugin === undefined) throw new TypeError(`no plugin ${options.config.type}`);
      const { exitCode, stdout, stderr } = await executePlugin(plugin, {
        env: environment({ ...options, host }),
        stdin: JSON.stringify(options.config),
        self: { path: join(OURS, "cni-ts"), findPlugin },
      });
      return { status: exitCode, json: stdout === "" ? undefined : JSON.parse(stdout), stderr };
    },
  };
}
