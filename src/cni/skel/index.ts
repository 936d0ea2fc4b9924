// Public entry point `cni-ts/skel`: what it takes to write a CNI plugin as a record of functions.
export { type CniArgReaders, type CniArgs, parseCniArgs } from "../cni-args.ts";
export { CNI_ERROR, CniError } from "../cni-error.ts";
export type { Attachment, NetworkConfig } from "../config/network-config.ts";
export { parseConfig } from "../config/parse-config.ts";
export type { PluginOutput } from "../invoke/plugin-output.ts";
export type { JsonObject, JsonValue } from "../json/json-value.ts";
export { formatResult } from "../types/encode-result.ts";
export { type Dns, EMPTY_RESULT, type Interface, type IpConfig, type Result, type Route } from "../types/result.ts";
export { CNI_VERSIONS, type CniVersion, cniVersionsFrom } from "../version/cni-version.ts";
export type { CniCommand } from "../version/negotiate.ts";
export type { Environment } from "./environment.ts";
export { type ExecuteOptions, executePlugin, type SelfExecutable } from "./execute.ts";
export type { CniPlugin, Delegate, GcCall, PluginCall } from "./plugin.ts";
export { type RunOptions, runPlugin } from "./run-plugin.ts";
