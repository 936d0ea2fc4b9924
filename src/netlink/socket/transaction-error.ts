import type { Ack } from "../message/ack.ts";
import { type FailedRequest, NetlinkError } from "./netlink-error.ts";

/** One operation that the kernel refused. */
export interface OperationFailure {
  /** Which one of the transaction, from 0. */
  readonly index: number;
  readonly error: NetlinkError;
}

/** A transaction that the kernel refused: nothing of it was carried out. The error is that of its first failure. */
export class TransactionError extends NetlinkError {
  /** Which operation, from 0; undefined where it is the transaction as a whole. */
  readonly index: number | undefined;
  /** All operations that were refused, in order: the kernel goes on after the first, so later ones may follow from it. */
  readonly failures: readonly OperationFailure[];

  constructor(
    request: FailedRequest,
    ack: Ack,
    { index, failures = [] }: { index?: number | undefined; failures?: readonly OperationFailure[] } = {},
  ) {
    super(request, ack);
    this.index = index;
    this.failures = failures;
  }
}
