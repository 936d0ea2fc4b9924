import { executePlugin } from "../../src/cni/skel/execute.ts";
import type { CniPlugin } from "../../src/cni/skel/plugin.ts";

export interface Call {
  readonly command?: "ADD" | "DEL" | "CHECK" | "GC" | "STATUS";
  readonly id?: string;
  readonly ifname?: string;
  /** CNI_ARGS */
  readonly args?: string;
  /** Members of the configuration beside `cniVersion` 1.1.0 and `name` net, which it may override. */
  readonly config: Record<string, unknown>;
}

export interface Answer {
  readonly exitCode: number;
  /** The JSON on stdout; undefined when there was nothing. */
  readonly json: Record<string, unknown> | undefined;
  readonly stderr: string;
}

/** Calls the plugin as a runtime would, but in this process. */
export async function callPlugin(plugin: CniPlugin, call: Call): Promise<Answer> {
  const { exitCode, stdout, stderr } = await executePlugin(plugin, {
    env: {
      CNI_COMMAND: call.command ?? "ADD",
      CNI_CONTAINERID: call.id ?? "box",
      CNI_IFNAME: call.ifname ?? "eth0",
      CNI_NETNS: "/var/run/netns/none",
      CNI_PATH: "/nowhere",
      CNI_ARGS: call.args ?? "",
    },
    stdin: JSON.stringify({ cniVersion: "1.1.0", name: "net", ...call.config }),
  });
  return { exitCode, json: stdout === "" ? undefined : JSON.parse(stdout), stderr };
}
