import { formatJson, type JsonWritable } from "../json/format-json.ts";
import type { JsonObject } from "../json/json-value.ts";
import { encodeResult } from "../types/encode-result.ts";
import type { Result } from "../types/result.ts";
import { type CniVersion, DEFAULT_CNI_VERSION } from "../version/cni-version.ts";
import type { NetworkList, PluginConf } from "./network-list.ts";

export interface RequestInput {
  readonly list: NetworkList;
  /** The list's version. */
  readonly version: CniVersion;
  readonly prevResult: Result | undefined;
  /** Values by the name of the capability; a plugin gets those of its own capabilities. */
  readonly capabilityArgs: JsonObject;
}

/**
 * The configuration a plugin is called with (SPEC section 3, "Deriving request configuration from plugin
 * configuration"): its own, with `name` and `cniVersion` of the list, `prevResult`, and `runtimeConfig` when there is
 * anything in it. Keys are sorted, as the reference's are.
 */
export function formatRequest(plugin: PluginConf, input: RequestInput): string {
  const runtimeConfig: Record<string, JsonWritable> = {};
  for (const name of plugin.capabilities) {
    const value = Object.hasOwn(input.capabilityArgs, name) ? input.capabilityArgs[name] : undefined;
    if (value !== undefined) runtimeConfig[name] = value;
  }
  const request: { [key: string]: JsonWritable | undefined } = {
    ...plugin.raw,
    name: input.list.name,
    cniVersion: input.list.cniVersion === "" ? DEFAULT_CNI_VERSION : input.list.cniVersion,
  };
  if (input.prevResult !== undefined) request.prevResult = encodeResult(input.prevResult, input.version);
  if (Object.keys(runtimeConfig).length > 0) request.runtimeConfig = runtimeConfig;
  return formatJson(request, { sortKeys: true });
}
