import { CNI_ERROR, CniError } from "../cni-error.ts";
import { validateNetworkName } from "../config/network-config.ts";
import { quote } from "../go-quote.ts";
import { execPlugin } from "../invoke/exec-plugin.ts";
import { getPluginFile } from "../invoke/find-plugin.ts";
import { decodeOutput, type PluginOutput, requireSuccess } from "../invoke/plugin-output.ts";
import type { JsonObject } from "../json/json-value.ts";
import { type Environment, validateContainerId, validateIfname } from "../skel/environment.ts";
import { EMPTY_RESULT, type Result } from "../types/result.ts";
import { type CniVersion, DEFAULT_CNI_VERSION, isCniVersion } from "../version/cni-version.ts";
import { compareVersions } from "../version/parse-version.ts";
import type { NetworkList, PluginConf } from "./network-list.ts";
import { formatRequest } from "./request.ts";

/** A container's interface on a network, and how to run plugins for it. */
export interface AttachmentOptions {
  readonly containerId: string;
  /** Path of the container's network namespace; may be empty for DEL. */
  readonly netns: string;
  readonly ifname: string;
  /** CNI_ARGS */
  readonly args?: readonly (readonly [key: string, value: string])[];
  /** Values by the name of the capability, `{"portMappings": […]}`. */
  readonly capabilityArgs?: JsonObject;
  /** Directories with plugins, CNI_PATH. */
  readonly path: readonly string[];
  /** What the plugins' environment holds besides the CNI_ variables. */
  readonly env: Environment;
  /** What the plugins say on stderr, as it comes. */
  readonly onStderr?: ((text: string) => void) | undefined;
}

/** An attachment that was made, with the result of its ADD. */
export interface AttachedOptions extends AttachmentOptions {
  readonly prevResult?: Result | undefined;
}

/** SPEC versions before it know no CHECK, and no prevResult for DEL. */
const FIRST_WITH_CHECK = "0.4.0";

function validate(list: NetworkList, options: AttachmentOptions): CniVersion {
  if (options.containerId === "") throw new CniError(CNI_ERROR.unknownContainer, "missing containerID");
  validateContainerId(options.containerId);
  validateNetworkName(list.name);
  validateIfname(options.ifname);
  const version = list.cniVersion === "" ? DEFAULT_CNI_VERSION : list.cniVersion;
  if (isCniVersion(version)) return version;
  throw new CniError(CNI_ERROR.incompatibleVersion, `unsupported CNI version ${quote(version)}`);
}

function environment(command: string, options: AttachmentOptions): Environment {
  return {
    ...options.env,
    CNI_COMMAND: command,
    CNI_CONTAINERID: options.containerId,
    CNI_NETNS: options.netns,
    CNI_IFNAME: options.ifname,
    CNI_ARGS: (options.args ?? []).map((pair) => pair.join("=")).join(";"),
    CNI_PATH: options.path.join(":"),
  };
}

interface Operation {
  readonly command: "ADD" | "CHECK" | "DEL";
  readonly list: NetworkList;
  readonly version: CniVersion;
  readonly options: AttachmentOptions;
}

async function callPlugin(operation: Operation, plugin: PluginConf, prevResult?: Result): Promise<PluginOutput> {
  const { command, list, version, options } = operation;
  const request = formatRequest(plugin, { list, version, prevResult, capabilityArgs: options.capabilityArgs ?? {} });
  return execPlugin({
    file: getPluginFile(plugin.type, options.path).path,
    env: environment(command, options),
    stdin: Buffer.from(request),
    onStderr: options.onStderr,
  });
}

/** Runs one plugin's part; its CniError keeps code and details and says which plugin it was. */
async function naming<T>(plugin: PluginConf, verb: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CniError)) throw error;
    const { name } = plugin.raw;
    const named = typeof name === "string" && name !== "" ? ` name=${quote(name)}` : "";
    const msg = `plugin type=${quote(plugin.type)}${named} failed (${verb}): ${error.msg}`;
    throw new CniError(error.cniCode, msg, { details: error.details, cause: error });
  }
}

/**
 * Attaches the container: ADD of every plugin in order, each given the result of the one before. Returns the last
 * result. What the plugins before a failed one did stays; `delNetworkList` undoes it. Throws {@link CniError}.
 */
export async function addNetworkList(list: NetworkList, options: AttachmentOptions): Promise<Result> {
  const version = validate(list, options);
  const operation: Operation = { command: "ADD", list, version, options };
  let result: Result | undefined;
  for (const plugin of list.plugins) {
    const prevResult = result;
    result = await naming(plugin, "add", async () =>
      decodeOutput(await callPlugin(operation, plugin, prevResult), version),
    );
  }
  return result ?? EMPTY_RESULT;
}

/** Checks the attachment: CHECK of every plugin in order, up to the first that fails. Throws {@link CniError}. */
export async function checkNetworkList(list: NetworkList, options: AttachedOptions): Promise<void> {
  const version = validate(list, options);
  if (compareVersions(version, FIRST_WITH_CHECK) < 0) {
    const msg = `configuration version ${quote(version)} does not support the CHECK command`;
    throw new CniError(CNI_ERROR.incompatibleVersion, msg);
  }
  if (list.disableCheck) return;
  const operation: Operation = { command: "CHECK", list, version, options };
  for (const plugin of list.plugins) requireSuccess(await callPlugin(operation, plugin, options.prevResult));
}

/** Detaches the container: DEL of every plugin in reverse order, up to the first that fails. Throws {@link CniError}. */
export async function delNetworkList(list: NetworkList, options: AttachedOptions): Promise<void> {
  const version = validate(list, options);
  const prevResult = compareVersions(version, FIRST_WITH_CHECK) < 0 ? undefined : options.prevResult;
  const operation: Operation = { command: "DEL", list, version, options };
  for (const plugin of [...list.plugins].reverse()) {
    await naming(plugin, "delete", async () => requireSuccess(await callPlugin(operation, plugin, prevResult)));
  }
}
