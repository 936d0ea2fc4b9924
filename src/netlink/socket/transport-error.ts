import { TypedError } from "../../typed-error.ts";
import { errnoName } from "../uapi/errno.ts";

/**
 * Why a conversation with the kernel came to nothing: `timeout` (nothing came), `overrun` (messages were lost, ENOBUFS),
 * `closed`, `unanswered` (the kernel acknowledged a request and did not answer it), `system` (a call failed; see errno).
 */
export type TransportFailure = "timeout" | "overrun" | "closed" | "unanswered" | "system";

/** A socket that could not be written or read, or that fell silent. */
export class TransportError extends TypedError {
  readonly code = "ERR_NETLINK_TRANSPORT";
  readonly failure: TransportFailure;
  /** Positive errno of the failed call, 0 where none failed. */
  readonly errno: number;

  constructor(failure: TransportFailure, what: string, { errno = 0 }: { errno?: number } = {}) {
    super(errno === 0 ? what : `${what}: ${errnoName(errno)}`);
    this.failure = failure;
    this.errno = errno;
  }
}
