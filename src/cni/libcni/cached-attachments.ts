import { fs } from "../../machine.ts";
import { CNI_ERROR, CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { JsonDecodeError, JsonSyntaxError } from "../json/json-error.ts";
import type { JsonObject } from "../json/json-value.ts";
import { parseJson } from "../json/parse-json.ts";
import { findMemberAs, type JsonNode, readArrayOf, readObject, readString } from "../json/read-json.ts";
import { isSystemError, systemErrorReason } from "../system-error.ts";
import type { Result } from "../types/result.ts";
import type { RuntimeConf } from "./attachment-options.ts";
import { listVersion } from "./attachment-options.ts";
import { CACHE_KIND, type CacheKey, type CacheOptions, cacheDirectory, readCacheFile } from "./cache-file.ts";
import { readCachedResult } from "./cached-result.ts";
import type { NetworkList } from "./network-list.ts";

/** An attachment of which the cache knows. */
export interface CachedAttachment extends RuntimeConf {
  readonly network: string;
  /** The text of the network's configuration at its ADD. */
  readonly config: Uint8Array;
}

const readTexts = readArrayOf(readString);

function decodePair(node: JsonNode): readonly [string, string] {
  const [key = "", value = ""] = readTexts(node);
  return [key, value];
}

/** Throws {@link JsonSyntaxError} or {@link JsonDecodeError}. */
function decodeAttachment(bytes: Uint8Array): { kind: string; attachment: CachedAttachment } {
  const file = readObject({ path: "", value: parseJson(bytes) });
  const text = (name: string) => findMemberAs(file, name, readString) ?? "";
  const args = findMemberAs(file, "cniArgs", readArrayOf(decodePair));
  const capabilityArgs = findMemberAs(file, "capabilityArgs", (node): JsonObject => readObject(node).value);
  const attachment: CachedAttachment = {
    ...{ network: text("networkName"), containerId: text("containerId"), ifname: text("ifName"), netns: text("netns") },
    ...{ args, capabilityArgs, config: Buffer.from(text("config"), "base64") },
  };
  return { kind: text("kind"), attachment };
}

/** The attachment in a file; undefined when it cannot be read or holds something else. */
function tryDecode(read: () => Uint8Array): CachedAttachment | undefined {
  try {
    const { kind, attachment } = decodeAttachment(read());
    const isWhole = kind === CACHE_KIND && attachment.ifname !== "" && attachment.network !== "";
    return isWhole ? attachment : undefined;
  } catch (error) {
    if (isSystemError(error) || error instanceof JsonSyntaxError || error instanceof JsonDecodeError) return undefined;
    throw error;
  }
}

function listNames(options: CacheOptions): string[] {
  const directory = cacheDirectory(options);
  try {
    return fs.readdirSync(directory).sort();
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return [];
    throw new CniError(CNI_ERROR.ioFailure, `read ${directory}: ${systemErrorReason(error)}`, {
      details: "",
      cause: error,
    });
  }
}

/**
 * The attachments in the cache, those of one container or all, in the order of their files' names. Files that cannot be
 * read are left out. Throws {@link CniError} 5 when the directory cannot be read; one that is not there is empty.
 */
export function listCachedAttachments(
  options: CacheOptions & { readonly containerId?: string } = {},
): CachedAttachment[] {
  const { containerId = "" } = options;
  const directory = cacheDirectory(options);
  return listNames(options).flatMap((name) => {
    if (!name.includes(`-${containerId}`)) return [];
    const attachment = tryDecode(() => fs.readFileSync(`${directory}/${name}`));
    if (attachment === undefined || (containerId !== "" && attachment.containerId !== containerId)) return [];
    return [attachment];
  });
}

/** The cached result of an attachment's ADD, undefined without one. Throws {@link CniError} 6 when it cannot be read. */
export function getCachedResult(list: Pick<NetworkList, "name" | "cniVersion">, options: CacheKey): Result | undefined {
  return readCachedResult(list.name, { version: listVersion(list), options });
}

/**
 * What the cache knows of an attachment, undefined when it does not know it. Throws {@link CniError} 6 when the file is no
 * JSON or of another kind.
 */
export function getCachedAttachment(list: Pick<NetworkList, "name">, options: CacheKey): CachedAttachment | undefined {
  const bytes = readCacheFile(list.name, options);
  if (bytes === undefined) return undefined;
  const fail = (what: string, cause?: unknown) => new CniError(CNI_ERROR.decodingFailure, what, { details: "", cause });
  try {
    const { kind, attachment } = decodeAttachment(bytes);
    if (kind === CACHE_KIND) return attachment;
    throw fail(`read cached network ${quote(list.name)} config has wrong kind: ${kind}`);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError || error instanceof JsonDecodeError)) throw error;
    throw fail(`failed to unmarshal cached network ${quote(list.name)} config: ${error.message}`, error);
  }
}
