import { CNI_ERROR, CniError } from "../cni-error.ts";
import { findKey } from "../json/fold-key.ts";
import { JsonDecodeError, JsonSyntaxError } from "../json/json-error.ts";
import type { JsonObject } from "../json/json-value.ts";
import { parseJson } from "../json/parse-json.ts";
import {
  findMemberAs,
  type JsonNode,
  type JsonObjectNode,
  readArrayOf,
  readBoolean,
  readObject,
  readString,
} from "../json/read-json.ts";
import { decodeDns } from "../types/decode-result.ts";
import { decodePrevResult } from "../types/prev-result.ts";
import type { Dns, Result } from "../types/result.ts";
import { type CniVersion, DEFAULT_CNI_VERSION } from "../version/cni-version.ts";
import type { CniCommand } from "../version/negotiate.ts";

/** A container's interface that a GC must leave alone. */
export interface Attachment {
  readonly containerId: string;
  readonly ifname: string;
}

/** The keys that mean the same to every plugin; its own are read from `raw` by `parseConfig`. */
export interface NetworkConfig {
  readonly cniVersion: CniVersion;
  readonly name: string;
  /** Empty when absent. */
  readonly type: string;
  readonly ipam: { readonly type: string } | undefined;
  readonly dns: Dns | undefined;
  readonly capabilities: Readonly<Record<string, boolean>>;
  readonly runtimeConfig: JsonObject | undefined;
  /** Parsed for ADD, CHECK and DEL; a DEL with one that cannot be read goes on without it. */
  readonly prevResult: Result | undefined;
  /** `cni.dev/valid-attachments` of a GC; undefined when the runtime sent none. */
  readonly validAttachments: readonly Attachment[] | undefined;
  /** The whole configuration as it came. */
  readonly raw: JsonObject;
  /** The text of it, for delegates. */
  readonly bytes: Uint8Array;
}

/** Runs `read`; what is wrong with the JSON becomes a CniError 6 that starts with `prefix`. */
function decoding<T>(prefix: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof JsonSyntaxError) {
      throw new CniError(CNI_ERROR.decodingFailure, `${prefix}${error.message}`, {
        details: error.offset === 0 ? "" : `at line ${error.line}, column ${error.column}`,
        cause: error,
      });
    }
    if (error instanceof JsonDecodeError) {
      throw new CniError(CNI_ERROR.decodingFailure, `${prefix}${error.message}`, { details: "", cause: error });
    }
    throw error;
  }
}

/** The name rule of the reference, for networks and containers alike; it leaves no room for paths. */
export const CNI_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** Throws {@link CniError} 7. */
export function validateNetworkName(name: string): void {
  if (name === "") throw new CniError(CNI_ERROR.invalidNetworkConfig, "missing network name");
  if (!CNI_NAME.test(name)) {
    throw new CniError(CNI_ERROR.invalidNetworkConfig, "invalid characters found in network name", { details: name });
  }
}

/** The configuration's JSON object, its `name` checked. Throws {@link CniError} 6 or 7. */
export function parseConfigObject(bytes: Uint8Array): JsonObjectNode {
  const { node, name } = decoding("error unmarshall network config: ", () => {
    const value = parseJson(bytes);
    // Go reads null into an empty struct without complaint.
    const object = readObject({ path: "", value: value ?? {} });
    return { node: object, name: findMemberAs(object, "name", readString) ?? "" };
  });
  validateNetworkName(name);
  return node;
}

/** The `cniVersion` a configuration names, 0.1.0 when it names none. Throws {@link CniError} 6. */
export function decodeConfigVersion(node: JsonObjectNode): string {
  const version = decoding("decoding version from network config: ", () =>
    findMemberAs(node, "cniVersion", readString),
  );
  return version === undefined || version === "" ? DEFAULT_CNI_VERSION : version;
}

function decodeCapabilities(node: JsonNode): Record<string, boolean> {
  const capabilities: Record<string, boolean> = {};
  const object = readObject(node);
  for (const name of Object.keys(object.value)) {
    const enabled = findMemberAs(object, name, readBoolean);
    if (enabled !== undefined) capabilities[name] = enabled;
  }
  return capabilities;
}

function decodeAttachment(node: JsonNode): Attachment {
  const attachment = readObject(node);
  return {
    containerId: findMemberAs(attachment, "containerID", readString) ?? "",
    ifname: findMemberAs(attachment, "ifname", readString) ?? "",
  };
}

/**
 * libcni sends the list under both names, because an early SPEC text had the second (cni issue 1101), and an empty one as
 * null, as Go writes a slice that was never made.
 */
function findValidAttachments(node: JsonObjectNode): readonly Attachment[] | undefined {
  for (const name of ["cni.dev/valid-attachments", "cni.dev/attachments"]) {
    const key = findKey(node.value, name);
    if (key === undefined) continue;
    return findMemberAs(node, name, readArrayOf(decodeAttachment)) ?? [];
  }
  return undefined;
}

function findPrevResult(node: JsonObjectNode, request: ConfigRequest): Result | undefined {
  if (request.command === "GC" || request.command === "STATUS") return undefined;
  const decode = (member: JsonNode) => decodePrevResult(readObject(member), request.cniVersion);
  if (request.command !== "DEL") return findMemberAs(node, "prevResult", decode);
  try {
    return findMemberAs(node, "prevResult", decode);
  } catch (error) {
    if (!(error instanceof JsonDecodeError)) throw error;
    // What a DEL cannot read must not keep it from deleting (SPEC, DEL: "should generally complete without error").
    request.warn(`ignoring prevResult: ${error.message}`);
    return undefined;
  }
}

export interface ConfigRequest {
  readonly command: CniCommand;
  readonly cniVersion: CniVersion;
  readonly bytes: Uint8Array;
  warn(message: string): void;
}

/** The common keys of a configuration. Throws {@link CniError} 6 with the JSON path. */
export function decodeNetworkConfig(node: JsonObjectNode, request: ConfigRequest): NetworkConfig {
  return decoding("failed to load netconf: ", () => ({
    cniVersion: request.cniVersion,
    name: findMemberAs(node, "name", readString) ?? "",
    type: findMemberAs(node, "type", readString) ?? "",
    ipam: findMemberAs(node, "ipam", (ipam) => ({ type: findMemberAs(readObject(ipam), "type", readString) ?? "" })),
    dns: findMemberAs(node, "dns", decodeDns),
    capabilities: findMemberAs(node, "capabilities", decodeCapabilities) ?? {},
    runtimeConfig: findMemberAs(node, "runtimeConfig", (member) => readObject(member).value),
    prevResult: findPrevResult(node, request),
    validAttachments: findValidAttachments(node),
    raw: node.value,
    bytes: request.bytes,
  }));
}
