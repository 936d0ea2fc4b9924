import { type ExecuteOptions, executePlugin } from "../../../src/cni/skel/execute.ts";
import type { CniPlugin, PluginCall } from "../../../src/cni/skel/plugin.ts";
import { EMPTY_RESULT } from "../../../src/cni/types/result.ts";
import { CNI_VERSIONS } from "../../../src/cni/version/cni-version.ts";

/** A plugin that remembers its calls and can be told what to do in them. */
export interface FakePlugin extends CniPlugin {
  readonly calls: PluginCall[];
}

export function fakePlugin(overrides: Partial<CniPlugin> = {}): FakePlugin {
  const calls: PluginCall[] = [];
  const remember = async (call: PluginCall) => {
    calls.push(call);
  };
  return {
    type: "fake",
    versions: CNI_VERSIONS,
    needsNetns: false,
    add: async (call) => {
      await remember(call);
      return EMPTY_RESULT;
    },
    del: remember,
    check: remember,
    gc: remember,
    status: remember,
    ...overrides,
    calls,
  };
}

/** A complete environment; `undefined` takes a variable out. */
export function fakeEnv(command: string, overrides: Record<string, string | undefined> = {}) {
  return {
    CNI_COMMAND: command,
    CNI_CONTAINERID: "abc",
    CNI_NETNS: "/proc/1/ns/nowhere",
    CNI_IFNAME: "eth0",
    CNI_ARGS: "A=b",
    CNI_PATH: "/opt/cni/bin",
    ...overrides,
  };
}

export const CONF = '{"cniVersion":"1.1.0","name":"net","type":"fake"}';

/** Runs the plugin and reads its output: the error object, when it failed. */
export async function run(plugin: CniPlugin, options: Partial<ExecuteOptions> & Pick<ExecuteOptions, "env">) {
  const output = await executePlugin(plugin, { stdin: CONF, ...options });
  const error: unknown = output.exitCode === 0 ? undefined : JSON.parse(output.stdout);
  return { ...output, error };
}
