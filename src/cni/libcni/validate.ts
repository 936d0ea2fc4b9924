import { CNI_ERROR, CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { requireSuccess } from "../invoke/plugin-output.ts";
import { formatJson } from "../json/format-json.ts";
import { JsonDecodeError, JsonSyntaxError } from "../json/json-error.ts";
import { parseJson } from "../json/parse-json.ts";
import { findMemberAs, readArrayOf, readObject, readString } from "../json/read-json.ts";
import { CURRENT_CNI_VERSION, DEFAULT_CNI_VERSION } from "../version/cni-version.ts";
import type { PluginOptions } from "./attachment-options.ts";
import { callPlugin } from "./call-plugin.ts";
import type { NetworkList } from "./network-list.ts";

/** What plugins before VERSION was there answer (SPEC 0.1.0). */
const NO_VERSION_COMMAND = "unknown CNI_COMMAND: VERSION";

/** The reference sets these for plugins that look at them before the command. */
const DUMMY = { containerId: "", netns: "dummy", ifname: "dummy" };

function decodeVersions(stdout: string): readonly string[] {
  const info = readObject({ path: "", value: parseJson(stdout) });
  const version = findMemberAs(info, "cniVersion", readString) ?? "";
  if (version === "") throw new JsonDecodeError("", "missing field cniVersion");
  const supported = findMemberAs(info, "supportedVersions", readArrayOf(readString));
  if (supported !== undefined && supported.length > 0) return supported;
  // 0.2.0 had no list yet.
  if (version === "0.2.0") return ["0.1.0", "0.2.0"];
  throw new JsonDecodeError("", "missing field supportedVersions");
}

/** The SPEC versions that a plugin supports, by its VERSION. Throws {@link CniError}. */
export async function getPluginVersions(type: string, options: PluginOptions): Promise<readonly string[]> {
  const stdin = formatJson({ cniVersion: CURRENT_CNI_VERSION });
  const output = await callPlugin({ command: "VERSION", type, stdin, runtime: DUMMY, options });
  try {
    requireSuccess(output);
    return decodeVersions(output.stdout);
  } catch (error) {
    if (error instanceof CniError && error.msg === NO_VERSION_COMMAND) return [DEFAULT_CNI_VERSION];
    if (!(error instanceof JsonSyntaxError || error instanceof JsonDecodeError)) throw error;
    const msg = `decoding version info of plugin ${quote(type)}: ${error.message}`;
    throw new CniError(CNI_ERROR.decodingFailure, msg, { details: output.file, cause: error });
  }
}

async function findFault(type: string, version: string, options: PluginOptions): Promise<CniError | undefined> {
  try {
    const supported = await getPluginVersions(type, options);
    if (supported.includes(version)) return undefined;
    const msg = `plugin ${type} does not support config version ${quote(version)}`;
    return new CniError(CNI_ERROR.incompatibleVersion, msg);
  } catch (error) {
    if (error instanceof CniError) return error;
    throw error;
  }
}

/**
 * Asks every plugin of a network whether it is there and speaks its version. Returns the names of the capabilities that
 * are switched on in any of them. Throws one {@link CniError} with all that is wrong (`[a b]`) and the code of the first.
 */
export async function validateNetworkList(list: NetworkList, options: PluginOptions): Promise<readonly string[]> {
  const version = list.cniVersion === "" ? DEFAULT_CNI_VERSION : list.cniVersion;
  const faults: CniError[] = [];
  for (const { type } of list.plugins) {
    const fault = await findFault(type, version, options);
    if (fault !== undefined) faults.push(fault);
  }
  const [first] = faults;
  if (first === undefined) return [...new Set(list.plugins.flatMap((plugin) => plugin.capabilities))];
  const msg = `[${faults.map((fault) => fault.message).join(" ")}]`;
  throw new CniError(first.cniCode, msg, { details: "", cause: first });
}
