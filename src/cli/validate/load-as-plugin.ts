import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { decodeNetworkConfig } from "../../cni/config/network-config.ts";
import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { formatJson } from "../../cni/json/format-json.ts";
import { findMember, type JsonObjectNode } from "../../cni/json/read-json.ts";
import type { Delegate, PluginCall } from "../../cni/skel/plugin.ts";
import { isCniVersion } from "../../cni/version/cni-version.ts";
import { TypedError } from "../../typed-error.ts";
import { error, type Fault, type Report } from "./fault.ts";

/** What a plugin is told of its network. */
export interface Network {
  readonly name: string;
  readonly cniVersion: string;
}

/** No delegate is called while a configuration is read. */
const refuse = () => Promise.reject(new CniError(CNI_ERROR.internal, "a configuration is only read"));
const noDelegate: Delegate = { add: refuse, del: refuse, check: refuse, gc: refuse, status: refuse };

/** The call of an ADD with this configuration. */
function makeCall(plugin: JsonObjectNode, { name, cniVersion }: Network): PluginCall | undefined {
  if (!isCniVersion(cniVersion)) return undefined;
  const value = { ...plugin.value, name, cniVersion };
  const bytes = new TextEncoder().encode(formatJson(value));
  const warn = () => {};
  const config = decodeNetworkConfig({ path: "", value }, { command: "ADD", cniVersion, bytes, warn });
  const call = { command: "ADD", containerId: "validate", netns: "", ifname: "eth0", args: "", path: "" } as const;
  return { ...call, env: {}, config, delegate: noDelegate, warn };
}

/** Readers of IPAM say in the details where in the plugin's configuration it was. */
function locate(refusal: TypedError, { path, plugin }: { path: string; plugin: string }): Fault {
  const inside = refusal instanceof CniError ? /^at (.*)$/.exec(refusal.details)?.[1] : undefined;
  if (inside === undefined || !(refusal instanceof CniError)) return error(path, refusal.message);
  return error(plugin === "" ? inside : `${plugin}.${inside}`, refusal.msg);
}

/** Lets the plugin itself read the configuration. Its refusal names the place where it can. */
export function loadAsPlugin(
  report: Report,
  configuration: PluginConfiguration,
  plugin: JsonObjectNode & Network,
): void {
  const place = configuration.isIpam ? findMember(plugin, "ipam")?.path : plugin.path;
  try {
    const call = makeCall(plugin, plugin);
    if (call !== undefined) configuration.load(call);
  } catch (refusal) {
    if (!(refusal instanceof TypedError)) throw refusal;
    report(locate(refusal, { path: place ?? plugin.path, plugin: plugin.path }));
  }
}
