import { CniError } from "../../src/cni/cni-error.ts";
import { decodeNetworkConfig, parseConfigObject } from "../../src/cni/config/network-config.ts";
import type { PluginCall } from "../../src/cni/skel/plugin.ts";
import type { CniVersion } from "../../src/cni/version/cni-version.ts";

/** A call as skel makes it from a configuration; its delegate must not be needed. */
export function makeCall(
  config: Readonly<Record<string, unknown>>,
  { command = "ADD", args = "", env = {} }: Partial<Pick<PluginCall, "command" | "args" | "env">> = {},
): PluginCall {
  const cniVersion = (config.cniVersion ?? "1.1.0") as CniVersion;
  const bytes = Buffer.from(JSON.stringify({ name: "net", ...config }));
  const warn = () => {};
  const unused = () => Promise.reject(new TypeError("the delegate is not part of this test"));
  return {
    ...{ command, args, env, warn, containerId: "box", netns: "/nowhere", ifname: "eth0", path: "/nowhere" },
    config: decodeNetworkConfig(parseConfigObject(bytes), { command, cniVersion, bytes, warn }),
    delegate: { add: unused, del: unused, check: unused, gc: unused, status: unused },
  };
}

/** `<code> <msg>` of the CniError that `run` throws; what it returns, if it throws none. */
export function outcomeOf<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof CniError) return `${error.cniCode} ${error.msg}`;
    throw error;
  }
}
