import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { systemErrorReason } from "../../cni/system-error.ts";

/** The `code` of an error of node:fs: `ENOSPC`; undefined for anything else. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** A file operation that failed: code 5 with the step, the path and the system's words (`no space left on device`). */
export function storeError(step: string, path: string, cause: unknown): CniError {
  if (cause instanceof CniError) return cause;
  const msg = `host-local: cannot ${step} ${path}: ${systemErrorReason(cause)}`;
  return new CniError(CNI_ERROR.ioFailure, msg, { details: errnoOf(cause) ?? "", cause });
}
