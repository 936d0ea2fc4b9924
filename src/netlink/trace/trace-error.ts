import { TypedError } from "../../typed-error.ts";

/**
 * Why bytes are no trace: `foreign` (no trace at all), `newer` (of a format that this version does not know), `truncated`
 * (they end within a message), `malformed` (no message of this format).
 */
export type TraceFailure = "foreign" | "newer" | "truncated" | "malformed";

/** Bytes that cannot be read as a trace. */
export class TraceError extends TypedError {
  readonly code = "ERR_TRACE";
  readonly failure: TraceFailure;
  /** Where in the file, in bytes. */
  readonly offset: number;

  constructor(failure: TraceFailure, offset: number, { reason, cause }: { reason: string; cause?: unknown }) {
    super(`trace, byte ${offset}: ${reason}`, { cause });
    this.failure = failure;
    this.offset = offset;
  }
}
