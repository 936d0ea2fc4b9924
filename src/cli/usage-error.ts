import { TypedError } from "../typed-error.ts";

/** The command was called in a way that means nothing. */
export class UsageError extends TypedError {
  readonly code = "ERR_CLI_USAGE";
}
