import { TypedError } from "../typed-error.ts";

/** Error codes of the CNI SPEC, section "Error"; 8 and 999 are those of the reference library. 100 and up are a plugin's own. */
export const CNI_ERROR = {
  incompatibleVersion: 1,
  unsupportedField: 2,
  unknownContainer: 3,
  invalidEnvironment: 4,
  ioFailure: 5,
  decodingFailure: 6,
  invalidNetworkConfig: 7,
  invalidNetns: 8,
  tryAgainLater: 11,
  pluginNotAvailable: 50,
  limitedConnectivity: 51,
  internal: 999,
} as const;

const CODE_NAMES: ReadonlyMap<number, string> = new Map([
  [CNI_ERROR.incompatibleVersion, "ERR_CNI_INCOMPATIBLE_VERSION"],
  [CNI_ERROR.unsupportedField, "ERR_CNI_UNSUPPORTED_FIELD"],
  [CNI_ERROR.unknownContainer, "ERR_CNI_UNKNOWN_CONTAINER"],
  [CNI_ERROR.invalidEnvironment, "ERR_CNI_INVALID_ENVIRONMENT"],
  [CNI_ERROR.ioFailure, "ERR_CNI_IO_FAILURE"],
  [CNI_ERROR.decodingFailure, "ERR_CNI_DECODING_FAILURE"],
  [CNI_ERROR.invalidNetworkConfig, "ERR_CNI_INVALID_NETWORK_CONFIG"],
  [CNI_ERROR.invalidNetns, "ERR_CNI_INVALID_NETNS"],
  [CNI_ERROR.tryAgainLater, "ERR_CNI_TRY_AGAIN_LATER"],
  [CNI_ERROR.pluginNotAvailable, "ERR_CNI_PLUGIN_NOT_AVAILABLE"],
  [CNI_ERROR.limitedConnectivity, "ERR_CNI_LIMITED_CONNECTIVITY"],
  [CNI_ERROR.internal, "ERR_CNI_INTERNAL"],
]);

/**
 * An error a runtime is shown: `{code, msg, details}` on stdout. `msg` is one sentence, `details` the reasons behind it;
 * without `details` they are taken from `cause`.
 */
export class CniError extends TypedError {
  readonly code: string;
  /** The number of the CNI SPEC, see {@link CNI_ERROR}. */
  readonly cniCode: number;
  readonly msg: string;
  readonly details: string;

  constructor(cniCode: number, msg: string, options: { details?: string | undefined; cause?: unknown } = {}) {
    const details = options.details ?? formatCauses(options.cause);
    super(details === "" ? msg : `${msg}; ${details}`, { cause: options.cause });
    this.code = CODE_NAMES.get(cniCode) ?? "ERR_CNI_PLUGIN";
    this.cniCode = cniCode;
    this.msg = msg;
    this.details = details;
  }
}

/** Causes may be circular. */
export const MAX_CAUSES = 16;

/** The messages of an error and of the causes behind it, outermost first: `a: b: c`; empty for undefined. */
export function formatCauses(error: unknown): string {
  const messages: string[] = [];
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && current !== undefined && current !== null; depth += 1) {
    const message = current instanceof Error ? current.message : String(current);
    // Wrappers often repeat the text of what they wrap.
    if (message !== "" && !messages.some((earlier) => earlier.includes(message))) messages.push(message);
    current = current instanceof Error ? current.cause : undefined;
  }
  return messages.join(": ");
}
