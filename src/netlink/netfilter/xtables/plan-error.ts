import { TypedError } from "../../../typed-error.ts";

/** A plan reached for a chain that it was not given. */
export class PlanError extends TypedError {
  readonly code = "ERR_IPTABLES_PLAN";
}
