import { errnoName, errnoText } from "../uapi/errno.ts";

/** The call that failed, for the error. */
export interface FailedCall {
  readonly syscall: string;
  readonly path?: string;
  readonly dest?: string;
}

/** A failed call of the file system as `node:fs` throws it: a plain Error with these members. */
export function fileError(errno: number, call: FailedCall): Error {
  const { syscall, path, dest } = call;
  const code = errnoName(errno);
  const target = path === undefined ? "" : ` '${path}'${dest === undefined ? "" : ` -> '${dest}'`}`;
  return Object.assign(Error(`${code}: ${errnoText(errno)}, ${syscall}${target}`), { code, errno: -errno, ...call });
}
