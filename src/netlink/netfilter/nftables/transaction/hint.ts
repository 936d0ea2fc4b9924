import { ENOENT, EOPNOTSUPP, EPERM, ERESTART } from "../../../uapi/errno.ts";

/** What the refusal of an operation or of a transaction means, where the errno does not say it. */
export function hintOf({ errno, attribute }: { errno: number; attribute: string | undefined }): string | undefined {
  if (errno === EPERM) return "CAP_NET_ADMIN is needed";
  if (errno === ERESTART) return "the ruleset has changed since";
  if (errno === EOPNOTSUPP && attribute === undefined)
    return "the kernel does not support it, or its module is missing";
  if (errno !== ENOENT || attribute === undefined) return undefined;
  if (attribute === "table" || attribute === "chain" || attribute === "set") return `there is no such ${attribute}`;
  if (attribute === "handle") return "nothing has this handle";
  if (attribute === "hook") return "the kernel has no chain type of this name for this family and hook";
  if (/^expressions\.\d+$/.test(attribute)) return "the kernel has no such expression, or its module is missing";
  return undefined;
}
