// Public entry point `cni-ts/libcni`: what a container runtime calls.
export { CNI_ERROR, CniError } from "../cni-error.ts";
export type { Attachment } from "../config/network-config.ts";
export type { JsonObject, JsonValue } from "../json/json-value.ts";
export type { Environment } from "../skel/environment.ts";
export type { SelfExecutable } from "../skel/execute.ts";
export { formatResult } from "../types/encode-result.ts";
export type { Dns, Interface, IpConfig, Result, Route } from "../types/result.ts";
export { addNetwork, addNetworkList } from "./add.ts";
export {
  type AttachmentOptions,
  DEFAULT_CACHE_DIR,
  type PluginOptions,
  type RuntimeConf,
} from "./attachment-options.ts";
export {
  type CachedAttachment,
  getCachedAttachment,
  getCachedResult,
  listCachedAttachments,
} from "./cached-attachments.ts";
export { checkNetwork, checkNetworkList } from "./check.ts";
export { delNetwork, delNetworkList } from "./del.ts";
export { type GcOptions, gcNetworkList } from "./gc.ts";
export { findNetworkList, loadNetworkList } from "./network-files.ts";
export {
  type NetworkConf,
  type NetworkList,
  type PluginConf,
  parseNetworkConf,
  parseNetworkList,
  toNetworkList,
} from "./network-list.ts";
export { NetworkListError } from "./network-list-error.ts";
export { getStatusNetworkList } from "./status.ts";
export { getPluginVersions, validateNetworkList } from "./validate.ts";
