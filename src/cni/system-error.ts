/** An error of a system call as Node and Bun throw it. */
export interface SystemError extends Error {
  /** `ENOENT` … */
  readonly code: string;
  readonly syscall: string;
}

export function isSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as Error & { code?: unknown; syscall?: unknown };
  return typeof code === "string" && typeof syscall === "string";
}

/** The words of the C library for it: `ENOENT: no such file or directory, open '/x'` is `no such file or directory`. */
export function systemErrorReason(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9]+: (.+?)(?:, \w+.*)?$/s.exec(error.message)?.[1] ?? error.message;
}
