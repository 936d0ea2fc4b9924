import { CniError } from "../../../src/cni/cni-error.ts";
import { isJsonObject, type JsonObject } from "../../../src/cni/json/json-value.ts";
import { parseJson } from "../../../src/cni/json/parse-json.ts";

/** A network configuration of which only the JSON counts. */
export function configOf(json: string): { raw: JsonObject } {
  const raw = parseJson(json);
  if (!isJsonObject(raw)) throw new TypeError("a test's configuration is an object");
  return { raw };
}

/** `<code>: <message>` of the CNI error that the action throws. */
export function refusalOf(action: () => unknown): string {
  try {
    action();
    return "(no error)";
  } catch (error) {
    return error instanceof CniError ? `${error.cniCode}: ${error.msg}` : `unexpected: ${error}`;
  }
}
