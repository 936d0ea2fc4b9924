import { TypedError } from "../../typed-error.ts";
import { errnoName } from "../uapi/errno.ts";

/** A system call that failed, or (errno 0) a C library that could not be reached at all. */
export class LibcError extends TypedError {
  readonly code = "ERR_LIBC";
  /** Name of the call, as in section 2 of the manual. */
  readonly syscall: string;
  /** Positive errno; 0 when no call was made. */
  readonly errno: number;
  /** `EPERM`, `ENOENT`, … */
  readonly errnoName: string;

  constructor(syscall: string, errno: number, options?: { subject?: string; hint?: string; cause?: unknown }) {
    const subject = options?.subject === undefined ? "" : ` ${options.subject}`;
    const reason = errno === 0 ? "not available" : errnoName(errno);
    const hint = options?.hint === undefined ? "" : ` (${options.hint})`;
    super(`${syscall}${subject}: ${reason}${hint}`, options);
    this.syscall = syscall;
    this.errno = errno;
    this.errnoName = errno === 0 ? "" : errnoName(errno);
  }
}

/** The value of a {@link Libc} result, or the error its negative errno stands for. */
export function checkLibc(result: number, syscall: string, options?: { subject?: string; hint?: string }): number {
  if (result < 0) throw new LibcError(syscall, -result, options);
  return result;
}
