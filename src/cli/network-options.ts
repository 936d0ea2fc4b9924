import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { JsonSyntaxError } from "../cni/json/json-error.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../cni/json/json-value.ts";
import { parseJson } from "../cni/json/parse-json.ts";
import { DEFAULT_CACHE_DIR, type PluginOptions, type RuntimeConf } from "../cni/libcni/attachment-options.ts";
import { getCachedAttachment } from "../cni/libcni/cached-attachments.ts";
import { findNetworkList, loadNetworkList } from "../cni/libcni/network-files.ts";
import type { NetworkList } from "../cni/libcni/network-list.ts";
import { NetworkListError } from "../cni/libcni/network-list-error.ts";
import { sha512 } from "../plugins/shared/sha512.ts";
import type { CliContext } from "./cli-context.ts";
import { netnsPath } from "./netns-path.ts";
import { writeStderr } from "./terminal/progress.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_CONFIG_DIR = "/etc/cni/net.d";
/** Where distributions and runtimes put plugins. */
const DEFAULT_PLUGIN_PATH = "/opt/cni/bin:/usr/lib/cni:/usr/libexec/cni";

/** The flags that all commands about a network have. */
export interface NetworkFlags {
  readonly config?: string;
  readonly configDir: string;
  readonly pluginPath: string;
  readonly cacheDir: string;
  readonly timeout?: number;
  readonly json?: boolean;
}

/** Those of commands about an attachment. */
export interface AttachmentFlags extends NetworkFlags {
  readonly ifname: string;
  readonly containerId?: string;
  readonly args: readonly (readonly [key: string, value: string])[];
  readonly capabilityArgs: JsonObject;
}

function parseArgs(text: string): (readonly [string, string])[] {
  if (text === "") return [];
  return text.split(";").map((pair) => {
    const [key = "", value = "", ...rest] = pair.split("=");
    if (key !== "" && value !== "" && rest.length === 0) return [key, value];
    throw new InvalidArgumentError(`invalid CNI_ARGS pair ${JSON.stringify(pair)}: it is KEY=VALUE;KEY=VALUE.`);
  });
}

function parseCapabilityArgs(text: string): JsonObject {
  if (text === "") return {};
  let value: JsonValue;
  try {
    value = parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new InvalidArgumentError(`It is no JSON: ${error.message} (column ${error.column}).`);
  }
  if (isJsonObject(value)) return value;
  throw new InvalidArgumentError('It is a JSON object, {"portMappings": [{"hostPort": 8080, "containerPort": 80}]}.');
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new InvalidArgumentError("It is a number of seconds.");
}

/** A variable that is there but empty counts as not there. */
function option(flags: string, description: string, env: string): Option {
  const made = new Option(flags, description);
  return process.env[env] ? made.env(env) : made;
}

/** Where configurations and plugins are. */
export function addPlaceOptions(command: Command): Command {
  return command
    .addOption(
      option("--config-dir <directory>", "where networks are configured (NETCONFPATH)", "NETCONFPATH").default(
        DEFAULT_CONFIG_DIR,
      ),
    )
    .addOption(
      option("--plugin-path <directories>", "where plugins are, separated by colons (CNI_PATH)", "CNI_PATH").default(
        DEFAULT_PLUGIN_PATH,
      ),
    );
}

export function addNetworkOptions(command: Command): Command {
  command.option("--config <file>", "the network's configuration; otherwise it is looked up by its name");
  return addPlaceOptions(command)
    .option("--cache-dir <directory>", "where results are kept", DEFAULT_CACHE_DIR)
    .option("--timeout <seconds>", "for each plugin that is executed", parseTimeout)
    .option("--json", "print the result of an ADD, what became of other verbs, or the error object");
}

export function addAttachmentOptions(command: Command): Command {
  return addNetworkOptions(command)
    .addOption(
      option("-i, --ifname <name>", "name of the interface in the container (CNI_IFNAME)", "CNI_IFNAME").default(
        "eth0",
      ),
    )
    .option("--container-id <id>", "otherwise `cnitool-` and a digest of the namespace's path")
    .addOption(
      option("--args <pairs>", "KEY=VALUE;KEY=VALUE (CNI_ARGS)", "CNI_ARGS").argParser(parseArgs).default([], "none"),
    )
    .addOption(
      option("--capability-args <json>", "values by capability (CAP_ARGS)", "CAP_ARGS")
        .argParser(parseCapabilityArgs)
        .default({}, "none"),
    );
}

/** The network of that name. Throws {@link NetworkListError}. */
export function findNetwork(name: string, { config, configDir }: NetworkFlags): NetworkList {
  if (config === undefined) return findNetworkList(configDir, name);
  const list = loadNetworkList(config);
  if (list.name === name) return list;
  throw new NetworkListError(`it is of the network ${JSON.stringify(list.name)}, not ${JSON.stringify(name)}`, {
    path: config,
  });
}

export function pluginOptions(
  flags: NetworkFlags,
  { self, execute, signal }: Pick<CliContext, "self" | "execute"> & { readonly signal: AbortSignal },
): PluginOptions {
  const directories = flags.pluginPath.split(":").filter((directory) => directory !== "");
  return {
    ...{ self, execute, signal, env: process.env, cacheDir: flags.cacheDir },
    path: directories.map((directory) => resolve(directory)),
    onStderr: writeStderr,
    ...(flags.timeout !== undefined && { timeoutMs: flags.timeout * 1000 }),
  };
}

/** Bytes of the digest in the container id that cnitool makes of a path. */
const ID_BYTES = 10;

/** The attachment that arguments and flags name. Throws {@link UsageError} when they name none. */
export async function findAttachment(
  flags: AttachmentFlags,
  { network, netns = "" }: { readonly network: string; readonly netns?: string | undefined },
): Promise<RuntimeConf> {
  const { ifname, args, capabilityArgs } = flags;
  if (netns === "" && flags.containerId === undefined) {
    throw new UsageError("which container? Give the path of its network namespace, or --container-id");
  }
  const path = netns === "" ? "" : netnsPath(netns);
  const containerId = flags.containerId ?? `cnitool-${(await sha512(path)).slice(0, 2 * ID_BYTES)}`;
  const known = path === "" ? cachedNetns(flags, { network, containerId }) : path;
  return { containerId, netns: known, ifname, args, capabilityArgs };
}

/** The namespace of an attachment that an ADD has put into the cache. */
function cachedNetns(
  flags: AttachmentFlags,
  { network, containerId }: { network: string; containerId: string },
): string {
  const { cacheDir, ifname } = flags;
  return getCachedAttachment({ name: network }, { cacheDir, containerId, ifname })?.netns ?? "";
}
