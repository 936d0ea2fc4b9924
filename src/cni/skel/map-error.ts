import { CNI_ERROR, CniError, formatCauses, MAX_CAUSES } from "../cni-error.ts";
import { isSystemError } from "../system-error.ts";

/**
 * CNI codes of the errors of other layers, by their stable `code`. This is the one place: what is not here is 999, as
 * netlink errors are, unless it was caused by something that is.
 */
const CNI_CODES: ReadonlyMap<string, number> = new Map([
  ["ERR_JSON_SYNTAX", CNI_ERROR.decodingFailure],
  ["ERR_JSON_DECODE", CNI_ERROR.decodingFailure],
  ["ERR_CNI_VERSION", CNI_ERROR.decodingFailure],
  ["ERR_ADDRESS_INVALID", CNI_ERROR.invalidNetworkConfig],
  ["ERR_CNI_NETWORK_LIST", CNI_ERROR.invalidNetworkConfig],
  ["ERR_CLI_USAGE", CNI_ERROR.invalidEnvironment],
  ["ERR_HOST_LOCAL_RANGE", CNI_ERROR.invalidNetworkConfig],
  ["ERR_NETNS", CNI_ERROR.invalidNetns],
  ["ERR_LOCK_TIMEOUT", CNI_ERROR.tryAgainLater],
]);

function findCode(error: unknown, depth = 0): number | undefined {
  if (error instanceof CniError) return error.cniCode;
  if (!(error instanceof Error) || depth > MAX_CAUSES) return undefined;
  const { code } = error as Error & { code?: unknown };
  if (typeof code === "string") {
    const known = CNI_CODES.get(code);
    if (known !== undefined) return known;
  }
  return isSystemError(error) ? CNI_ERROR.ioFailure : findCode(error.cause, depth + 1);
}

/**
 * The error to show to the runtime: a CniError as it is; of anything else the message, its causes as `details`, and the
 * code of the first of them that has one (999 without).
 */
export function toCniError(error: unknown): CniError {
  if (error instanceof CniError) return error;
  const code = findCode(error) ?? CNI_ERROR.internal;
  if (!(error instanceof Error)) return new CniError(code, String(error));
  const details = formatCauses(error).slice(error.message.length).replace(/^: /, "");
  return new CniError(code, error.message, { details, cause: error });
}
