import { formatJson, type JsonWritable } from "../json/format-json.ts";
import type { JsonObject } from "../json/json-value.ts";
import { encodeResult } from "../types/encode-result.ts";
import type { Result } from "../types/result.ts";
import type { CniVersion } from "../version/cni-version.ts";
import type { PluginConf } from "./network-list.ts";

export interface RequestInput {
  /** The network's. */
  readonly name: string;
  readonly version: CniVersion;
  readonly prevResult?: Result | undefined;
  /** Values by the name of the capability; a plugin gets those of its own capabilities. */
  readonly capabilityArgs?: JsonObject | undefined;
  /** Further keys, such as the attachments of a GC. */
  readonly extra?: Readonly<Record<string, JsonWritable>> | undefined;
}

/**
 * The configuration a plugin is called with (SPEC section 3, "Deriving request configuration from plugin
 * configuration"): its own, with `name` and `cniVersion` of the list, `prevResult`, and `runtimeConfig` when there is
 * anything in it. Keys are sorted, as the reference's are.
 */
export function formatRequest(plugin: PluginConf, input: RequestInput): string {
  const { name, version, prevResult, capabilityArgs = {} } = input;
  const runtimeConfig: Record<string, JsonWritable> = {};
  for (const capability of plugin.capabilities) {
    const value = Object.hasOwn(capabilityArgs, capability) ? capabilityArgs[capability] : undefined;
    if (value !== undefined) runtimeConfig[capability] = value;
  }
  const request: { [key: string]: JsonWritable | undefined } = {
    ...plugin.raw,
    name,
    cniVersion: version,
    ...input.extra,
  };
  if (prevResult !== undefined) request.prevResult = encodeResult(prevResult, version);
  if (Object.keys(runtimeConfig).length > 0) request.runtimeConfig = runtimeConfig;
  return formatJson(request, { sortKeys: true });
}
