import { TypedError } from "../../typed-error.ts";

/** A network configuration that cannot be read or makes no list of plugins. */
export class NetworkListError extends TypedError {
  readonly code = "ERR_CNI_NETWORK_LIST";
  /** Where it was read from. */
  readonly path: string | undefined;

  constructor(reason: string, options: { path?: string | undefined; cause?: unknown } = {}) {
    super(options.path === undefined ? reason : `${options.path}: ${reason}`, { cause: options.cause });
    this.path = options.path;
  }
}
