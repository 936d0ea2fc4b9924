import { CNI_ERROR, CniError } from "../cni-error.ts";
import { validateNetworkName } from "../config/network-config.ts";
import { quote } from "../go-quote.ts";
import type { ExecLimits } from "../invoke/exec-plugin.ts";
import type { JsonObject } from "../json/json-value.ts";
import { type Environment, validateContainerId, validateIfname } from "../skel/environment.ts";
import type { executePlugin, SelfExecutable } from "../skel/execute.ts";
import { type CniVersion, DEFAULT_CNI_VERSION, isCniVersion } from "../version/cni-version.ts";
import type { NetworkList } from "./network-list.ts";

/** A container's interface on a network, and what its plugins are told about it. */
export interface RuntimeConf {
  readonly containerId: string;
  /** Path of the container's network namespace; may be empty for DEL. */
  readonly netns: string;
  readonly ifname: string;
  /** CNI_ARGS */
  readonly args?: readonly (readonly [key: string, value: string])[] | undefined;
  /** Values by the name of the capability, `{"portMappings": […]}`. */
  readonly capabilityArgs?: JsonObject | undefined;
}

/**
 * How plugins are found and run. `signal` and `timeoutMs` (for each plugin) end those that are executed; one that runs in
 * this process is not interrupted, the signal is looked at before the next.
 */
export interface PluginOptions extends ExecLimits {
  /** Directories with plugins, CNI_PATH. */
  readonly path: readonly string[];
  /** What the plugins' environment holds besides the CNI_ variables; TRACEPARENT and its like reach them so. */
  readonly env: Environment;
  /** What the plugins say on stderr, as it comes. */
  readonly onStderr?: ((text: string) => void) | undefined;
  /** This executable, if it holds plugins: those that `path` leads to as the same file run in this process. */
  readonly self?: SelfExecutable | undefined;
  /** Runs those in the place of `executePlugin`: around it, say. */
  readonly execute?: typeof executePlugin | undefined;
  /** Where the results of ADD are kept, in the folder `results`; {@link DEFAULT_CACHE_DIR} by default. */
  readonly cacheDir?: string | undefined;
}

/** Where the reference keeps results, so that runtimes of both kinds find each other's. */
export const DEFAULT_CACHE_DIR = "/var/lib/cni";

export interface AttachmentOptions extends RuntimeConf, PluginOptions {}

/** The version to speak with the plugins of a network. Throws {@link CniError} 1. */
export function listVersion({ cniVersion }: Pick<NetworkList, "cniVersion">): CniVersion {
  const version = cniVersion === "" ? DEFAULT_CNI_VERSION : cniVersion;
  if (isCniVersion(version)) return version;
  throw new CniError(CNI_ERROR.incompatibleVersion, `unsupported CNI version ${quote(version)}`);
}

/** Throws {@link CniError} 3, 4 or 7 for an attachment that cannot be; all of it becomes parts of file names. */
export function validateAttachment(networkName: string, { containerId, ifname }: RuntimeConf): void {
  if (containerId === "") throw new CniError(CNI_ERROR.unknownContainer, "missing containerID");
  validateContainerId(containerId);
  validateNetworkName(networkName);
  validateIfname(ifname);
}
