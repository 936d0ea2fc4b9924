import { CniError } from "../../cni/cni-error.ts";
import { validateNetworkName } from "../../cni/config/network-config.ts";
import { describeJsonValue, type JsonValue } from "../../cni/json/json-value.ts";
import { findMember, type JsonObjectNode, readArray, readObject, readString } from "../../cni/json/read-json.ts";
import { CNI_VERSIONS, DEFAULT_CNI_VERSION, isCniVersion } from "../../cni/version/cni-version.ts";
import { checkLogKeys, LOG_KEYS } from "./check-log-keys.ts";
import { checkCapabilities, checkPlugin } from "./check-plugin.ts";
import { members, reading, reportUnknownKey } from "./check-shape.ts";
import { error, type Report, warning } from "./fault.ts";

const SWITCHES: readonly string[] = ["disableCheck", "disableGC", "loadOnlyInlinedPlugins"];

/** Keys of a list (SPEC section 1, "Configuration format"). The reference reads them in their exact case. */
const listKeys: readonly string[] = ["cniVersion", "cniVersions", "name", ...SWITCHES, ...LOG_KEYS, "plugins"];

function checkVersion(report: Report, found: { path: string; value: JsonValue }): void {
  const version = reading(report, () => readString(found));
  if (version === undefined || version === "" || isCniVersion(version)) return;
  report(error(found.path, `unknown CNI version ${JSON.stringify(version)}; there are ${CNI_VERSIONS.join(", ")}`));
}

function checkName(report: Report, object: JsonObjectNode): string {
  const node = findMember(object, "name");
  const name = (node && reading(report, () => readString(node))) ?? "";
  if (node === undefined || typeof node.value === "string") {
    try {
      validateNetworkName(name);
    } catch (refusal) {
      if (!(refusal instanceof CniError)) throw refusal;
      const allowed = "it begins with a letter or digit, then letters, digits, _ . -";
      report(error(node?.path ?? object.path, name === "" ? refusal.msg : `${refusal.message}; ${allowed}`));
    }
  }
  return name;
}

function checkListKeys(report: Report, list: JsonObjectNode): void {
  for (const { key, path, value } of members(list)) {
    if (key === "cniVersion") checkVersion(report, { path, value });
    else if (SWITCHES.includes(key)) checkSwitch(report, { path, value });
    else if (!listKeys.includes(key)) reportUnknownKey(report, { key, path }, listKeys);
  }
  checkLogKeys(report, list);
  const versions = list.value.cniVersions;
  if (versions === undefined) return;
  for (const version of reading(report, () => readArray({ path: "cniVersions", value: versions })) ?? []) {
    reading(report, () => readString(version));
  }
}

/** A boolean, or its name in a text. */
function checkSwitch(report: Report, { path, value }: { path: string; value: JsonValue }): void {
  if (typeof value === "boolean" || (typeof value === "string" && /^(true|false)$/i.test(value))) return;
  report(error(path, `expected true or false, got ${describeJsonValue(value)}`));
}

/** The version that the list's plugins are called with, as far as it can be told. */
function listVersion({ value }: JsonObjectNode): string {
  const named = [value.cniVersion, ...(Array.isArray(value.cniVersions) ? (value.cniVersions as JsonValue[]) : [])];
  const known = CNI_VERSIONS.filter((version) => named.includes(version));
  if (Array.isArray(value.cniVersions)) return known.at(-1) ?? "";
  return value.cniVersion === undefined || value.cniVersion === "" ? DEFAULT_CNI_VERSION : (known[0] ?? "");
}

/** Reports what is wrong with a network of several plugins. */
export async function checkList(report: Report, list: JsonObjectNode): Promise<void> {
  checkListKeys(report, list);
  const network = { name: checkName(report, list), cniVersion: listVersion(list) };
  const plugins = list.value.plugins ?? [];
  for (const node of reading(report, () => readArray({ path: "plugins", value: plugins })) ?? []) {
    const plugin = reading(report, () => readObject(node));
    if (plugin === undefined) continue;
    checkOwnVersion(report, plugin, network.cniVersion);
    checkCapabilities(report, await checkPlugin(report, plugin, network));
  }
}

function checkOwnVersion(report: Report, plugin: JsonObjectNode, version: string): void {
  const own = findMember(plugin, "cniVersion");
  if (own === undefined || own.value === version) return;
  report(warning(own.path, `not used: the network's ${JSON.stringify(version)} counts`));
}

/** Reports what is wrong with a network of a single plugin. */
export async function checkSingle(report: Report, conf: JsonObjectNode): Promise<void> {
  const version = findMember(conf, "cniVersion");
  if (version !== undefined) checkVersion(report, version);
  const name = checkName(report, conf);
  const cniVersion = typeof version?.value === "string" && version.value !== "" ? version.value : DEFAULT_CNI_VERSION;
  checkCapabilities(report, await checkPlugin(report, conf, { name, cniVersion }));
}
