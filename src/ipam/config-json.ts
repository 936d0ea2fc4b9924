import { CNI_ERROR, CniError } from "../cni/cni-error.ts";
import { JsonDecodeError } from "../cni/json/json-error.ts";
import type { JsonObject } from "../cni/json/json-value.ts";
import {
  findMember,
  findMemberAs,
  type JsonNode,
  type JsonObjectNode,
  readArrayOf,
  readObject,
} from "../cni/json/read-json.ts";

/**
 * Runs a reader of configuration and words its refusals as the reference does: a text that is no address is named
 * without the path (code 7; the path is in the details), a value of the wrong type with it (code 6).
 */
export function readingConfig<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof JsonDecodeError)) throw error;
    const reason = error.message.slice(error.path === "" ? 0 : error.path.length + 2);
    if (!reason.startsWith("invalid ")) throw new CniError(CNI_ERROR.decodingFailure, error.message, { details: "" });
    throw new CniError(CNI_ERROR.invalidNetworkConfig, reason, { details: `at ${error.path}` });
  }
}

/** The `ipam` object of a configuration. @throws {CniError} 7 */
export function getIpam(raw: JsonObject): JsonObjectNode {
  const ipam = findMember({ path: "", value: raw }, "ipam");
  if (ipam === undefined) throw new CniError(CNI_ERROR.invalidNetworkConfig, "IPAM config missing 'ipam' key");
  return readObject(ipam);
}

/** `args.cni.ips`, what the conventions call the address request of the network's user; empty when absent. */
export function readArgsIps<T>(raw: JsonObject, read: (node: JsonNode) => T): T[] {
  const args = findMemberAs({ path: "", value: raw }, "args", readObject);
  const cni = args && findMemberAs(args, "cni", readObject);
  return (cni && findMemberAs(cni, "ips", readArrayOf(read))) ?? [];
}

/** `runtimeConfig.<capability>`, a list; empty when absent. */
export function readRuntimeConfigList<T>(options: {
  raw: JsonObject;
  capability: string;
  read: (node: JsonNode) => T;
}): T[] {
  const { raw, capability, read } = options;
  const runtimeConfig = findMemberAs({ path: "", value: raw }, "runtimeConfig", readObject);
  return (runtimeConfig && findMemberAs(runtimeConfig, capability, readArrayOf(read))) ?? [];
}
