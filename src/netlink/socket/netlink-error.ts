import { TypedError } from "../../typed-error.ts";
import type { Ack } from "../message/ack.ts";
import { type AckedRequest, explainAck } from "../message/explain-ack.ts";
import type { AttrPolicy } from "../message/policy.ts";
import { errnoName } from "../uapi/errno.ts";

/** What a failed request was about. */
export interface FailedRequest extends AckedRequest {
  /** `add link "eth0"` */
  readonly operation: string;
  /** What else there is to say, put behind the kernel's words. */
  readonly remarks?: readonly string[];
}

/** The kernel refused a request. Everything it said is here as fields, and in the message as words. */
export class NetlinkError extends TypedError {
  readonly code = "ERR_NETLINK";
  readonly operation: string;
  /** Positive errno. */
  readonly errno: number;
  /** `EEXIST` */
  readonly errnoName: string;
  /** The kernel's own words (NLMSGERR_ATTR_MSG). */
  readonly kernelMessage: string | undefined;
  /** Path of the attribute it objects to: `linkinfo.data.vlanId`. */
  readonly attribute: string | undefined;
  /** Path of an attribute that it misses. */
  readonly missing: string | undefined;
  /** The rule that the attribute broke. */
  readonly policy: AttrPolicy | undefined;

  constructor(request: FailedRequest, ack: Ack) {
    const { words, attribute, missing } = explainAck(request, ack);
    super(`${request.operation}: ${[...words, ...(request.remarks ?? [])].join("; ")}`);
    this.operation = request.operation;
    this.errno = ack.errno;
    this.errnoName = errnoName(ack.errno);
    this.kernelMessage = ack.extAck.msg;
    this.attribute = attribute;
    this.missing = missing;
    this.policy = ack.extAck.policy;
  }
}

/** Whether this is the kernel's refusal with one of the given errno names. */
export function isNetlinkError(error: unknown, ...errnoNames: string[]): error is NetlinkError {
  return error instanceof NetlinkError && (errnoNames.length === 0 || errnoNames.includes(error.errnoName));
}
