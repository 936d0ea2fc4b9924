import { JsonDecodeError } from "../json/json-error.ts";
import type { JsonObjectNode } from "../json/read-json.ts";
import type { CniVersion } from "../version/cni-version.ts";
import { decodeResult } from "./decode-result.ts";
import type { Result } from "./result.ts";

/**
 * `prevResult` of a configuration. It may be of any version in the family of the configuration's; one that names no
 * version is of the configuration's own. Throws {@link JsonDecodeError} (`could not parse prevResult: …`).
 */
export function decodePrevResult(node: JsonObjectNode, configVersion: CniVersion): Result {
  try {
    return decodeResult(node, { version: configVersion, fallbackVersion: configVersion });
  } catch (error) {
    if (!(error instanceof JsonDecodeError)) throw error;
    // The path says "prevResult" already, except for the complaint about the whole.
    const reason = error.path === node.path ? error.message.slice(node.path.length + 2) : error.message;
    throw new JsonDecodeError("", `could not parse prevResult: ${reason}`);
  }
}
