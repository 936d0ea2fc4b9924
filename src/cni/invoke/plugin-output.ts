import { CNI_ERROR, CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { JsonDecodeError, JsonSyntaxError } from "../json/json-error.ts";
import type { JsonValue } from "../json/json-value.ts";
import { parseJson } from "../json/parse-json.ts";
import { decodePluginResult } from "../types/decode-result.ts";
import { decodeCniError } from "../types/error-json.ts";
import type { Result } from "../types/result.ts";
import type { CniVersion } from "../version/cni-version.ts";

/** UTF-16 units of an output that is no JSON which an error shows. */
const MAX_SHOWN = 1000;

/** What a plugin left, executed or in-process. */
export interface PluginOutput {
  /** -1 when a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** `exit status 1`, `signal: killed`; `exit status <exitCode>` when absent. */
  readonly ending?: string;
  /** The file that was run, where messages about its output are to name it. */
  readonly file?: string;
}

/** What is known of a plugin that printed no proper answer, for `details`. */
function describeOutput(output: PluginOutput, ...texts: readonly string[]): string {
  return [...texts, output.stderr, output.file ?? ""].filter((text) => text !== "").join("; ");
}

function isJsonError(error: unknown): error is JsonSyntaxError | JsonDecodeError {
  return error instanceof JsonSyntaxError || error instanceof JsonDecodeError;
}

/**
 * The error of a plugin that failed: its own, word for word, or what can be said about one that printed none. The
 * reference gives the latter the code 0; here they are 999, and stderr is kept.
 */
function decodeFailure(output: PluginOutput): CniError {
  const ending = output.ending ?? `exit status ${output.exitCode}`;
  if (output.stdout === "") {
    const reason =
      output.stderr === "" ? `netplugin failed with no error message` : `netplugin failed: ${quote(output.stderr)}`;
    return new CniError(CNI_ERROR.internal, `${reason}: ${ending}`, { details: output.file });
  }
  try {
    return decodeCniError({ path: "", value: parseJson(output.stdout) });
  } catch (error) {
    if (!isJsonError(error)) throw error;
    const msg = `netplugin failed but error parsing its diagnostic message ${quote(output.stdout.slice(0, MAX_SHOWN))}: ${error.message}`;
    return new CniError(CNI_ERROR.internal, msg, { details: describeOutput(output), cause: error });
  }
}

/** Throws the {@link CniError} of a plugin that did not succeed. */
export function requireSuccess(output: PluginOutput): void {
  if (output.exitCode !== 0) throw decodeFailure(output);
}

/** The result of an ADD, which may be of any version. Throws the plugin's {@link CniError}, or 6 for what is no result. */
export function decodeOutput(output: PluginOutput, configVersion: CniVersion): Result {
  requireSuccess(output);
  let value: JsonValue;
  try {
    value = parseJson(output.stdout);
  } catch (error) {
    if (!isJsonError(error)) throw error;
    throw new CniError(CNI_ERROR.decodingFailure, `failed to unmarshal raw result: ${error.message}`, {
      details: describeOutput(output, quote(output.stdout.slice(0, MAX_SHOWN))),
      cause: error,
    });
  }
  try {
    return decodePluginResult({ path: "", value }, configVersion);
  } catch (error) {
    if (!isJsonError(error)) throw error;
    throw new CniError(CNI_ERROR.decodingFailure, `failed to parse result: ${error.message}`, {
      details: describeOutput(output),
      cause: error,
    });
  }
}
