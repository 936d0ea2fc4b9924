import { type PluginOutput, requireSuccess } from "../invoke/plugin-output.ts";
import type { Result } from "../types/result.ts";
import type { CniVersion } from "../version/cni-version.ts";
import { compareVersions } from "../version/parse-version.ts";
import { type AttachmentOptions, listVersion, validateAttachment } from "./attachment-options.ts";
import { callPlugin, naming } from "./call-plugin.ts";
import type { NetworkList, PluginConf } from "./network-list.ts";
import { formatRequest } from "./request.ts";

/** What one attachment's operation works on, validated. */
export interface Operation {
  readonly list: NetworkList;
  readonly version: CniVersion;
  readonly options: AttachmentOptions;
  /** Whether errors say which plugin they are of: those of a list do, that of a single plugin is its own. */
  readonly isList: boolean;
}

/** Throws {@link CniError} 1, 3, 4 or 7 before any plugin is called. */
export function startOperation(list: NetworkList, options: AttachmentOptions, isList = true): Operation {
  validateAttachment(list.name, options);
  return { list, version: listVersion(list), options, isList };
}

/** SPEC versions before 0.4.0 know no CHECK, and no prevResult for DEL. */
export function knowsCheck(version: CniVersion): boolean {
  return compareVersions(version, "0.4.0") >= 0;
}

/** One plugin's part. Throws {@link CniError} when it cannot be run; whether it succeeded is in the output. */
export function runPlugin(
  { list, version, options }: Operation,
  call: {
    readonly command: "ADD" | "CHECK" | "DEL";
    readonly plugin: PluginConf;
    readonly prevResult: Result | undefined;
  },
): Promise<PluginOutput> {
  const { command, plugin, prevResult } = call;
  const { name } = list;
  const stdin = formatRequest(plugin, { name, version, prevResult, capabilityArgs: options.capabilityArgs });
  return callPlugin({ command, type: plugin.type, stdin, runtime: options, options });
}

/** DEL of one plugin. Throws its {@link CniError}. */
export async function delPlugin(operation: Operation, plugin: PluginConf, prevResult?: Result): Promise<void> {
  const run = async () => requireSuccess(await runPlugin(operation, { command: "DEL", plugin, prevResult }));
  await (operation.isList ? naming(plugin, "delete", run) : run());
}
