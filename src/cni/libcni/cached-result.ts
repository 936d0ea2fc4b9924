import { CNI_ERROR, CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { JsonDecodeError, JsonSyntaxError } from "../json/json-error.ts";
import { isJsonObject, type JsonValue } from "../json/json-value.ts";
import { parseJson } from "../json/parse-json.ts";
import { decodePluginResult } from "../types/decode-result.ts";
import { requireEncodable } from "../types/encode-result.ts";
import type { Result } from "../types/result.ts";
import { type CniVersion, DEFAULT_CNI_VERSION } from "../version/cni-version.ts";
import { CACHE_KIND, type CacheKey, readCacheFile } from "./cache-file.ts";

/** The result in a file: a member of it, or, from older runtimes, all of it. */
function findResult(value: JsonValue): JsonValue | undefined {
  return isJsonObject(value) && value.kind === CACHE_KIND ? value.result : value;
}

function decodeCached(bytes: Uint8Array, version: CniVersion): Result | undefined {
  const value = findResult(parseJson(bytes));
  if (value === undefined) return undefined;
  const result = decodePluginResult({ path: "", value }, DEFAULT_CNI_VERSION);
  try {
    requireEncodable(result, version);
    return result;
  } catch (error) {
    if (!(error instanceof CniError)) throw error;
    const msg = `failed to convert cached result to config version ${quote(version)}: ${error.msg}`;
    throw new CniError(CNI_ERROR.decodingFailure, msg, { details: "", cause: error });
  }
}

/**
 * The result of the attachment's ADD, undefined when there is none in the cache. Throws {@link CniError} 6 when what is
 * there cannot be read, an empty or a half-written file, or has no place in `version`.
 */
export function readCachedResult(
  network: string,
  { version, options }: { readonly version: CniVersion; readonly options: CacheKey },
): Result | undefined {
  const bytes = readCacheFile(network, options);
  if (bytes === undefined) return undefined;
  try {
    return decodeCached(bytes, version);
  } catch (error) {
    const isExpected =
      error instanceof CniError || error instanceof JsonSyntaxError || error instanceof JsonDecodeError;
    if (!isExpected) throw error;
    const msg = `failed to get network ${quote(network)} cached result: ${error.message}`;
    throw new CniError(CNI_ERROR.decodingFailure, msg, { details: "", cause: error });
  }
}
