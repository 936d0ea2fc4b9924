import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import type { Shape } from "../../cni/config/shape.ts";
import { isSameKey } from "../../cni/json/fold-key.ts";
import { isJsonObject } from "../../cni/json/json-value.ts";
import { findMember, type JsonObjectNode, readObject, readString } from "../../cni/json/read-json.ts";
import { isCniVersion } from "../../cni/version/cni-version.ts";
import { configurations, findConfiguration } from "../../configurations.ts";
import { findPlugin } from "../../registry.ts";
import { checkLogKeys } from "./check-log-keys.ts";
import { checkMembers, checkShape, members, reading, reportUnknownKey } from "./check-shape.ts";
import { error, type Report, warning } from "./fault.ts";
import { loadAsPlugin, type Network } from "./load-as-plugin.ts";
import { nearestKey } from "./nearest-key.ts";
import { commonShape, openKeys } from "./plugin-keys.ts";

/** The plugins that the keys of a configuration are for. */
export interface CheckedPlugin {
  /** Names of capabilities switched on, with their places. */
  readonly capabilities: readonly { readonly key: string; readonly path: string }[];
  /** What its plugins take; undefined when one of them is not known here. */
  readonly taken: readonly string[] | undefined;
}

/** The plugin of a type, or a report that there is none. */
async function requireConfiguration(report: Report, found: { path: string; type: string }, isIpam: boolean) {
  const { path, type } = found;
  const configuration = await findConfiguration(type);
  if (configuration !== undefined && (configuration.isIpam === true) === isIpam) return configuration;
  if (configuration !== undefined) {
    report(error(path, `${JSON.stringify(type)} ${isIpam ? "is no IPAM plugin" : "is for `ipam` only"}`));
    return undefined;
  }
  const meant = nearestKey(type, Object.keys(configurations));
  const none = `no plugin ${JSON.stringify(type)} in this package`;
  if (meant === undefined) report(warning(path, `${none}; its keys are not checked`));
  else report(error(path, `${none}; is ${JSON.stringify(meant)} meant?`));
  return undefined;
}

function readType(report: Report, object: JsonObjectNode): { path: string; type: string } | undefined {
  const node = findMember(object, "type");
  const type = node && reading(report, () => readString(node));
  if (node === undefined || type === "") report(error(object.path, "`type` is missing, the plugin's name"));
  return node === undefined || type === undefined || type === "" ? undefined : { path: node.path, type };
}

async function checkIpam(report: Report, plugin: JsonObjectNode): Promise<PluginConfiguration | undefined> {
  const node = findMember(plugin, "ipam");
  const ipam = node && reading(report, () => readObject(node));
  const found = ipam && readType(report, ipam);
  const configuration = found && (await requireConfiguration(report, found, true));
  if (ipam !== undefined && configuration !== undefined) {
    checkMembers(report, { ...configuration.shape, type: "text" }, ipam);
  }
  return configuration;
}

/** A plugin's own keys; `args` and `runtimeConfig` may hold what others read. */
function checkKeys(report: Report, { shape }: PluginConfiguration, plugin: JsonObjectNode): void {
  const known: { readonly [key: string]: Shape } = { ...commonShape, ...shape };
  const names = [...Object.keys(known), ...openKeys];
  for (const member of members(plugin)) {
    const key = names.find((each) => isSameKey(each, member.key));
    const expected = key === undefined ? undefined : known[key];
    const isOpen = key !== undefined && openKeys.includes(key);
    if (isOpen && expected !== undefined && isJsonObject(member.value)) {
      checkOpen(report, expected, { path: member.path, value: member.value });
    } else if (expected !== undefined) checkShape(report, expected, member);
    else if (!isOpen && !member.key.startsWith("cni.dev/")) reportUnknownKey(report, member, names);
  }
}

function checkOpen(report: Report, shape: Shape, object: JsonObjectNode): void {
  if (typeof shape !== "object" || Array.isArray(shape)) return;
  for (const [name, expected] of Object.entries(shape as { readonly [key: string]: Shape })) {
    const member = findMember(object, name);
    if (member === undefined) continue;
    if (isJsonObject(member.value)) checkOpen(report, expected, { path: member.path, value: member.value });
    else checkShape(report, expected, member);
  }
}

function readCapabilities(report: Report, plugin: JsonObjectNode): CheckedPlugin["capabilities"] {
  const node = findMember(plugin, "capabilities");
  const object = node && reading(report, () => readObject(node));
  return (object === undefined ? [] : members(object)).flatMap(({ key, path, value }) => {
    if (typeof value === "boolean") return value ? [{ key, path }] : [];
    checkShape(report, "flag", { path, value });
    return [];
  });
}

async function checkVersion(report: Report, found: { path: string; type: string }, { cniVersion }: Network) {
  const { versions } = (await findPlugin(found.type)) ?? {};
  if (versions === undefined || !isCniVersion(cniVersion) || versions.includes(cniVersion)) return;
  report(error(found.path, `${found.type} does not speak CNI ${cniVersion}, only ${versions.join(", ")}`));
}

/** Reports what is wrong with one plugin's configuration in its network. */
export async function checkPlugin(report: Report, plugin: JsonObjectNode, network: Network): Promise<CheckedPlugin> {
  let isWrong = false;
  const noting: Report = (fault) => {
    isWrong ||= fault.level === "error";
    report(fault);
  };
  const capabilities = readCapabilities(noting, plugin);
  const found = readType(noting, plugin);
  const own = found && (await requireConfiguration(noting, found, false));
  if (found !== undefined && own !== undefined) {
    checkKeys(noting, own, plugin);
    checkLogKeys(noting, plugin);
    await checkVersion(noting, found, network);
  }
  const hasIpam = findMember(plugin, "ipam") !== undefined;
  const ipam = await checkIpam(noting, plugin);
  // Values of the wrong type are told already; what is left are values that cannot be.
  if (!isWrong) {
    for (const each of [own, ipam]) if (each !== undefined) loadAsPlugin(report, each, { ...plugin, ...network });
  }
  const isKnown = own !== undefined && (!hasIpam || ipam !== undefined);
  return { capabilities, taken: isKnown ? [...own.capabilities, ...(ipam?.capabilities ?? [])] : undefined };
}

/** Reports capabilities that a plugin is given and does not take. */
export function checkCapabilities(report: Report, { capabilities, taken }: CheckedPlugin): void {
  if (taken === undefined) return;
  for (const { key, path } of capabilities) {
    if (taken.includes(key)) continue;
    const meant = nearestKey(key, taken);
    const takes = taken.length === 0 ? "it takes none" : `it takes ${taken.join(", ")}`;
    const hint = meant === undefined ? takes : `is ${JSON.stringify(meant)} meant?`;
    report(error(path, `the plugin takes no values of this capability; ${hint}`));
  }
}
