import { CniError, MAX_CAUSES } from "../cni-error.ts";

/** An error of a log's line and the causes behind it, outermost first. */
export interface LoggedError {
  readonly message: string;
  /** The stable identifier, `ERR_…`, or the errno's name. */
  readonly code?: string;
  /** The number of the CNI SPEC. */
  readonly cniCode?: number;
}

function describeOne(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as Error & { code?: unknown };
  return {
    message: error.message,
    ...(typeof code === "string" && { code }),
    ...(error instanceof CniError && { cniCode: error.cniCode }),
  };
}

/** The whole chain, each with its own words. Causes may be circular. */
export function describeError(error: unknown): readonly LoggedError[] {
  const chain: LoggedError[] = [];
  let current: unknown = error;
  while (current !== undefined && current !== null && chain.length < MAX_CAUSES) {
    chain.push(describeOne(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return chain;
}
