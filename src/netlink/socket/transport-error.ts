import { TypedError } from "../../typed-error.ts";
import { errnoName } from "../uapi/errno.ts";

/** Why a datagram did not come or go. */
export type TransportFailure = "timeout" | "truncated" | "overrun" | "closed" | "system";

/** A socket that could not be opened, written or read. */
export class TransportError extends TypedError {
  readonly code = "ERR_NETLINK_TRANSPORT";
  /** `truncated`: the buffer has been enlarged, the request may be repeated. `overrun`: messages were lost (ENOBUFS). */
  readonly failure: TransportFailure;
  /** Positive errno of the failed call, 0 where none failed. */
  readonly errno: number;

  constructor(failure: TransportFailure, what: string, { errno = 0 }: { errno?: number } = {}) {
    super(errno === 0 ? what : `${what}: ${errnoName(errno)}`);
    this.failure = failure;
    this.errno = errno;
  }
}
